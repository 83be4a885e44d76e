package dev.recap.web;

import dev.recap.schema.Identifiers;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Ids in paths. */
public final class Ids {

	/** What decoding puts where bytes are no UTF-8. */
	private static final char REPLACEMENT = '\uFFFD';

	private static final String ENCODED_REPLACEMENT = "%EF%BF%BD";

	private Ids() {
	}

	/**
	 * The id at a path variable.
	 * @throws ApiException 400 when it can be no id
	 */
	public static String path(ServerRequest request, String variable) {
		String id = request.pathVariable(variable);
		if (id.indexOf(REPLACEMENT) >= 0 && !request.requestPath().value().contains(ENCODED_REPLACEMENT)) {
			throw ApiException.invalid(variable, "must be UTF-8 where it is percent-encoded");
		}
		return checked(variable, id);
	}

	/**
	 * The id, unless it can be none.
	 * @throws ApiException 400 when it can be no id
	 */
	public static String checked(String field, String id) {
		String problem = Identifiers.problem(id);
		if (problem != null) {
			throw ApiException.invalid(field, problem);
		}
		return id;
	}

}
