package dev.recap.gateway.ingest;

import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What a message belongs to when it does not say so itself.
 *
 * @param caller who sends it, and for whom it may speak
 */
record Defaults(@Nullable String conversationId, @Nullable String userId, Caller caller) {

	static final Defaults NONE = new Defaults(null, null, Caller.Anonymous.INSTANCE);

	/** What a caller says it says for itself, unless it may speak for all. */
	static Defaults of(Caller caller) {
		String user = caller.user();
		return (user != null) ? new Defaults(null, user, caller) : NONE;
	}

	Defaults withConversationId(String id) {
		return new Defaults(id, this.userId, this.caller);
	}

}
