package dev.recap.web.access;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** How a request says who sends it. */
sealed interface Credential {

	/** The header of API keys. */
	String KEY_HEADER = "X-API-Key";

	/** The query parameter of WebSocket tickets. */
	String TICKET_PARAMETER = "ticket";

	/** No token is longer; one that claims to be is not looked at. */
	int MAX_LENGTH = 8 * 1024;

	/** It does not. */
	record None() implements Credential {

		private static final None INSTANCE = new None();

	}

	/** By a JSON Web Token. */
	record Token(String text) implements Credential {

		@Override
		public String toString() {
			return "Token";
		}

	}

	/** By an API key. */
	record Key(String text) implements Credential {

		@Override
		public String toString() {
			return "Key";
		}

	}

	/** By a ticket that was fetched for one WebSocket. */
	record Ticket(String text) implements Credential {

		@Override
		public String toString() {
			return "Ticket";
		}

	}

	/** In a way that nobody can follow. */
	record Unreadable(String problem) implements Credential {
	}

	/**
	 * What a request brings.
	 * @param tickets whether a ticket is looked for
	 */
	static Credential of(ServerHttpRequest request, boolean tickets) {
		HttpHeaders headers = request.getHeaders();
		boolean token = headers.containsHeader(HttpHeaders.AUTHORIZATION);
		boolean key = headers.containsHeader(KEY_HEADER);
		boolean ticket = tickets && request.getQueryParams().containsKey(TICKET_PARAMETER);
		if (!token && !key && !ticket) {
			return None.INSTANCE;
		}
		if ((token && key) || (token && ticket) || (key && ticket)) {
			return new Unreadable("There are several credentials: send one, a token, an API key or a ticket");
		}
		String only = single(token ? headers.getOrEmpty(HttpHeaders.AUTHORIZATION)
				: key ? headers.getOrEmpty(KEY_HEADER) : request.getQueryParams().get(TICKET_PARAMETER));
		if (only == null) {
			return new Unreadable("The credential is empty, too long or given twice");
		}
		return token ? bearer(only) : key ? new Key(only) : new Ticket(only);
	}

	private static Credential bearer(String header) {
		int space = header.indexOf(' ');
		if (space < 0 || !header.substring(0, space).equalsIgnoreCase("Bearer")) {
			return new Unreadable("The Authorization header must be 'Bearer ' and a token");
		}
		return new Token(header.substring(space + 1).strip());
	}

	private static @Nullable String single(@Nullable List<@Nullable String> values) {
		String only = (values != null && values.size() == 1) ? values.getFirst() : null;
		return (only == null || only.isBlank() || only.length() > MAX_LENGTH) ? null : only.strip();
	}

}
