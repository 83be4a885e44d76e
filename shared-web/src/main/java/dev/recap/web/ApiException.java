package dev.recap.web;

import java.time.Duration;
import java.util.List;

import dev.recap.schema.ErrorBody.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error the client is told about: a status, a machine code and what would mend it. */
public final class ApiException extends RuntimeException {

	private final HttpStatus status;

	private final String code;

	private final List<FieldProblem> fields;

	private final @Nullable Duration retryAfter;

	private ApiException(HttpStatus status, String code, String error, List<FieldProblem> fields,
			@Nullable Duration retryAfter) {
		super(error, null, false, false);
		this.status = status;
		this.code = code;
		this.fields = List.copyOf(fields);
		this.retryAfter = retryAfter;
	}

	/** 400 for one field. */
	public static ApiException invalid(String field, String problem) {
		return invalid(field + " " + problem, List.of(new FieldProblem(field, problem)));
	}

	/** 400 for several fields, or none that can be named. */
	public static ApiException invalid(String error, List<FieldProblem> fields) {
		return new ApiException(HttpStatus.BAD_REQUEST, "invalid_request", error, fields, null);
	}

	/** 401. */
	public static ApiException unauthenticated(String error) {
		return new ApiException(HttpStatus.UNAUTHORIZED, "unauthenticated", error, List.of(), null);
	}

	/** 403. */
	public static ApiException forbidden(String error) {
		return new ApiException(HttpStatus.FORBIDDEN, "forbidden", error, List.of(), null);
	}

	/** 404. */
	public static ApiException notFound(String error) {
		return new ApiException(HttpStatus.NOT_FOUND, "not_found", error, List.of(), null);
	}

	/** 409. */
	public static ApiException conflict(String error) {
		return new ApiException(HttpStatus.CONFLICT, "conflict", error, List.of(), null);
	}

	/** 413. */
	public static ApiException tooLarge(String error) {
		return new ApiException(HttpStatus.CONTENT_TOO_LARGE, "too_large", error, List.of(), null);
	}

	/** 415. */
	public static ApiException unsupportedMediaType(String error) {
		return new ApiException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", error, List.of(), null);
	}

	/** 429. */
	public static ApiException rateLimited(String error, Duration retryAfter) {
		return new ApiException(HttpStatus.TOO_MANY_REQUESTS, "rate_limited", error, List.of(), retryAfter);
	}

	/** 503 because something that is needed is away. */
	public static ApiException unavailable(String error, Duration retryAfter) {
		return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", error, List.of(), retryAfter);
	}

	/** 503 because there is more to do than can be held. */
	public static ApiException overloaded(String error) {
		return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "overloaded", error, List.of(), Duration.ofSeconds(1));
	}

	/** 504. */
	public static ApiException timeout(String error) {
		return new ApiException(HttpStatus.GATEWAY_TIMEOUT, "timeout", error, List.of(), null);
	}

	/** Any other status with a code of its own. */
	public static ApiException of(HttpStatus status, String code, String error, @Nullable Duration retryAfter) {
		return new ApiException(status, code, error, List.of(), retryAfter);
	}

	public HttpStatus status() {
		return this.status;
	}

	public String code() {
		return this.code;
	}

	public String error() {
		return String.valueOf(getMessage());
	}

	public List<FieldProblem> fields() {
		return this.fields;
	}

	/** When it may be tried again; null when trying again does not help. */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
