package dev.recap.web.access;

import java.security.Principal;
import java.util.Set;

import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who calls: known to every handler as the exchange's attribute, and to every socket as
 * its handshake's principal.
 */
public sealed interface Caller extends Principal {

	/** Under which attribute of the exchange the caller is found. */
	String ATTRIBUTE = "dev.recap.caller";

	/** Nobody in particular, where anonymous use is allowed. */
	record Anonymous() implements Caller {

		public static final Anonymous INSTANCE = new Anonymous();

		private static final Set<Scope> EVERY_SCOPE = Set.of(Scope.values());

		@Override
		public String getName() {
			return "anonymous";
		}

		@Override
		public Set<Scope> scopes() {
			return EVERY_SCOPE;
		}

		@Override
		public @Nullable String user() {
			return null;
		}

	}

	/**
	 * A user, as a JWT names it.
	 *
	 * @param id the token's {@code sub}
	 */
	record User(String id, Set<Scope> scopes) implements Caller {

		@Override
		public String getName() {
			return this.id;
		}

		@Override
		public @Nullable String user() {
			return this.scopes.contains(Scope.ADMIN) ? null : this.id;
		}

	}

	/**
	 * A service with an API key, which speaks for all users.
	 *
	 * @param id names the key, and is no secret
	 */
	record Service(String id, Set<Scope> scopes) implements Caller {

		@Override
		public String getName() {
			return this.id;
		}

		@Override
		public @Nullable String user() {
			return null;
		}

	}

	/** The caller of a request that has passed the filter. */
	static Caller of(ServerWebExchange exchange) {
		return exchange.getAttributeOrDefault(ATTRIBUTE, Anonymous.INSTANCE);
	}

	Set<Scope> scopes();

	default boolean may(Scope scope) {
		return scopes().contains(scope) || scopes().contains(Scope.ADMIN);
	}

	/** The one user whose conversations are open to this caller; null for everybody's. */
	@Nullable String user();

	/**
	 * The user a call speaks for.
	 * @param given the user the call names; null when it names none
	 * @return the given one, or else the caller; null when neither is a user
	 * @throws ApiException with 403 when the caller may not speak for the given one
	 */
	default @Nullable String speaksFor(@Nullable String given) {
		String user = user();
		if (user == null || given == null || user.equals(given)) {
			return (given != null) ? given : user;
		}
		throw ApiException.forbidden("You are '" + user + "' and cannot speak for another user");
	}

}
