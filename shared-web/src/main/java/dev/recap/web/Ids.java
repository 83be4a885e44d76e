package dev.recap.web;

import dev.recap.schema.Identifiers;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Ids in paths. */
public final class Ids {

	private Ids() {
	}

	/**
	 * The id at a path variable.
	 * @throws ApiException 400 when it can be no id
	 */
	public static String path(ServerRequest request, String variable) {
		return checked(variable, request.pathVariable(variable));
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
