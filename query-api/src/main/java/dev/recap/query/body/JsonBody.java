package dev.recap.query.body;

import java.util.List;
import java.util.Map;

import dev.recap.schema.Identifiers;
import dev.recap.schema.Json;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** A JSON object that came as a request's body; a field that is null counts as absent. */
public final class JsonBody {

	private final JsonNode object;

	private JsonBody(JsonNode object) {
		this.object = object;
	}

	/** Reads it; fails with a 400, 413 or 415. */
	public static Mono<JsonBody> read(ServerRequest request) {
		requireJson(request);
		return request.bodyToMono(byte[].class)
			.switchIfEmpty(Mono.error(() -> ApiException.invalid("The body is missing", List.of())))
			.map((bytes) -> new JsonBody(object(bytes)));
	}

	private static void requireJson(ServerRequest request) {
		try {
			MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
			if (MediaType.APPLICATION_JSON.isCompatibleWith(type) || "json".equals(type.getSubtypeSuffix())) {
				return;
			}
		}
		catch (InvalidMediaTypeException ex) {
			// It says nothing that can be read.
		}
		throw ApiException.unsupportedMediaType("The content type must be application/json");
	}

	private static JsonNode object(byte[] bytes) {
		JsonNode object = Json.mapper().readTree(bytes);
		if (!object.isObject()) {
			throw ApiException.invalid("The body must be a JSON object", List.of());
		}
		return object;
	}

	/**
	 * A text that is not blank, or null when absent.
	 * @throws ApiException 400 when it is none
	 */
	public @Nullable String text(String field, int most) {
		JsonNode value = this.object.path(field);
		if (absent(value)) {
			return null;
		}
		if (!value.isString() || value.stringValue().isBlank() || value.stringValue().length() > most) {
			throw ApiException.invalid(field, "must be a text of 1 to " + most + " characters");
		}
		return value.stringValue();
	}

	/**
	 * An id, or null when absent.
	 * @throws ApiException 400 when it can be none
	 */
	public @Nullable String id(String field) {
		JsonNode value = this.object.path(field);
		if (absent(value)) {
			return null;
		}
		String problem = value.isString() ? Identifiers.problem(value.stringValue()) : "must be a string";
		if (problem != null) {
			throw ApiException.invalid(field, problem);
		}
		return value.stringValue();
	}

	/**
	 * An object, or null when absent.
	 * @param most its longest JSON, in bytes
	 * @throws ApiException 400 when it is none
	 */
	public @Nullable Map<String, Object> map(String field, long most) {
		JsonNode value = this.object.path(field);
		if (absent(value)) {
			return null;
		}
		if (!value.isObject()) {
			throw ApiException.invalid(field, "must be an object");
		}
		if (Json.bytes(value).length > most) {
			throw ApiException.tooLarge(field + " has more than " + most + " bytes");
		}
		return Json.map(value);
	}

	private static boolean absent(JsonNode value) {
		return value.isMissingNode() || value.isNull();
	}

}
