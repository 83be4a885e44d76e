package dev.recap.web.access;

import org.jspecify.annotations.Nullable;

/** What a call needs of its caller. */
enum Need {

	/** Nothing at all, so that credentials are not even looked at. */
	NOTHING(null),

	/** To be somebody, where anonymous use is off. */
	CALLER(null),

	INGEST(Scope.INGEST),

	READ(Scope.READ),

	DELETE(Scope.DELETE),

	/** To be an operator, where anonymous use is off. */
	OPERATOR(Scope.ADMIN);

	private final @Nullable Scope scope;

	Need(@Nullable Scope scope) {
		this.scope = scope;
	}

	/** The scope that is needed; null for none. */
	@Nullable Scope scope() {
		return this.scope;
	}

}
