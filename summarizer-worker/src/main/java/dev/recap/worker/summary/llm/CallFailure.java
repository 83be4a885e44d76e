package dev.recap.worker.summary.llm;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.recap.worker.model.HttpFailure;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed, in words of ours: servers like to repeat the request, key and all,
 * in theirs.
 *
 * @param retryAfter when the server said it may be asked again; null when it did not
 * @param status the status it answered; 0 when it did not answer
 * @param code the code of its error, if it is one word
 */
record CallFailure(Kind kind, int status, @Nullable String code, @Nullable Duration retryAfter) {

	private static final Pattern CODE = Pattern.compile("\"(?:code|type)\"\\s*:\\s*\"([a-z_]{3,40})\"");

	private static final int OVER_CAPACITY = 498;

	static CallFailure of(RuntimeException cause) {
		HttpFailure http = (cause.getCause() instanceof HttpFailure failure) ? failure : null;
		int status = (http != null) ? http.statusCode() : 0;
		return new CallFailure(kind(cause, status, body(cause)), status, (http != null) ? code(body(cause)) : null,
				(http != null) ? http.retryAfter() : null);
	}

	private static Kind kind(RuntimeException cause, int status, String body) {
		return switch (cause) {
			case RateLimitException busy -> Kind.BUSY;
			case TimeoutException late -> Kind.LATE;
			case AuthenticationException refused -> Kind.REFUSED;
			case ModelNotFoundException unknown -> Kind.REFUSED;
			case ContentFilteredException filtered -> Kind.NO_ANSWER;
			case InternalServerException empty when status == 0 -> Kind.NO_ANSWER;
			// Groq: the model did not keep to the schema.
			case InvalidRequestException invalid when body.contains("json_validate_failed") -> Kind.NO_ANSWER;
			case InvalidRequestException full when status == OVER_CAPACITY -> Kind.BUSY;
			case InvalidRequestException invalid -> Kind.INVALID;
			default -> Kind.AWAY;
		};
	}

	/** What the server said; for decisions, never for logs. */
	static String body(RuntimeException cause) {
		return (cause.getCause() instanceof HttpFailure failure) ? String.valueOf(failure.getMessage()) : "";
	}

	private static @Nullable String code(String body) {
		Matcher code = CODE.matcher(body);
		return code.find() ? code.group(1) : null;
	}

	String message() {
		String what = switch (this.kind) {
			case BUSY -> "The model takes no more requests now";
			case LATE -> "The model took too long";
			case AWAY -> "The model is away";
			case REFUSED -> "The model refuses the key, or there is no such model";
			case INVALID -> "The model refuses the request";
			case NO_ANSWER -> "The model gave no answer";
		};
		return what
				+ ((this.status != 0) ? " (" + this.status + ((this.code != null) ? ", " + this.code : "") + ")" : "");
	}

	/** What kind of failure it was. */
	enum Kind {

		/** Too many requests; nothing was done and nothing is owed. */
		BUSY,

		/** No answer in time; it may have been made and may have to be paid for. */
		LATE,

		/** The server failed or cannot be reached. */
		AWAY,

		/** Wrong key, wrong model. */
		REFUSED,

		/** The server does not understand the request or does not want it. */
		INVALID,

		/** It answered, without an answer. */
		NO_ANSWER;

		boolean mayPass() {
			return this == BUSY || this == LATE || this == AWAY;
		}

		/** Whether it tells that the model cannot be asked for a while. */
		boolean trips() {
			return this == LATE || this == AWAY || this == REFUSED;
		}

	}

}
