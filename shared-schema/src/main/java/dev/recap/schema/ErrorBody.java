package dev.recap.schema;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The body of every error: {@code {"detail": {"error", "code", "timestamp", "fields"?}}}.
 */
public record ErrorBody(Detail detail) {

	public static ErrorBody of(String error, String code, Instant timestamp) {
		return new ErrorBody(new Detail(error, code, timestamp, null));
	}

	public static ErrorBody of(String error, String code, Instant timestamp, List<FieldProblem> fields) {
		return new ErrorBody(new Detail(error, code, timestamp, fields.isEmpty() ? null : fields));
	}

	/** What is wrong and how to mend it. */
	public record Detail(String error, String code, Instant timestamp, @Nullable List<FieldProblem> fields) {
	}

	/** One field of the input, by its path, and what is wrong with it. */
	public record FieldProblem(String field, String problem) {
	}

}
