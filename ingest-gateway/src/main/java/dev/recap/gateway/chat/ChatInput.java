package dev.recap.gateway.chat;

import java.util.ArrayList;
import java.util.List;

import dev.recap.schema.ErrorBody.FieldProblem;
import dev.recap.schema.Identifiers;
import dev.recap.web.ApiException;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message to the assistant, in either shape of {@code POST /chat}.
 *
 * @param session whether it came as {@code {sessionId, message}}
 */
record ChatInput(boolean session, @Nullable String conversationId, String userId, String text,
		@Nullable String messageId, @Nullable String model, boolean stream, @Nullable Double temperature,
		@Nullable Integer maxTokens) {

	private static final String ANONYMOUS = "anonymous";

	private static final double MAX_TEMPERATURE = 2;

	/**
	 * Reads a body.
	 * @throws ApiException 400 that names every field that is wrong, or 403 where the
	 * caller speaks for somebody else
	 */
	static ChatInput read(JsonNode body, ChatSettings settings, Caller caller) {
		if (!body.isObject()) {
			throw ApiException.invalid("The body must be a JSON object", List.of());
		}
		Fields fields = new Fields(body);
		boolean session = !body.has("input") && (body.has("sessionId") || body.has("message") || body.has("content"));
		String text = session ? fields.alias("message", "content") : fields.text("input");
		if (text == null || text.isBlank()) {
			fields.problem(session ? "message" : "input", "is missing or blank");
		}
		else if (text.length() > settings.maxInputLength()) {
			fields.problem(session ? "message" : "input",
					"must have at most " + settings.maxInputLength() + " characters");
		}
		String conversation = session ? fields.id("sessionId") : fields.id("conversation_id");
		if (session && conversation == null) {
			fields.problem("sessionId", "is missing: POST /session makes one");
		}
		String user = fields.id("user_id");
		String model = fields.text("model");
		if (model != null && !settings.allows(model)) {
			fields.problem("model", "is not one of those allowed");
		}
		Double temperature = fields.number("temperature", 0, MAX_TEMPERATURE);
		Double maxTokens = fields.number("max_tokens", 1, Integer.MAX_VALUE);
		if (maxTokens != null && maxTokens % 1 != 0) {
			fields.problem("max_tokens", "must be a whole number");
		}
		String messageId = fields.id("message_id");
		boolean stream = fields.flag("stream");
		fields.check();
		String speaker = caller.speaksFor(user);
		return new ChatInput(session, conversation, (speaker != null) ? speaker : ANONYMOUS, (text != null) ? text : "",
				messageId, model, stream, temperature, (maxTokens != null) ? maxTokens.intValue() : null);
	}

	/** Reads fields and gathers what is wrong with them. */
	private static final class Fields {

		private final JsonNode body;

		private final List<FieldProblem> problems = new ArrayList<>();

		Fields(JsonNode body) {
			this.body = body;
		}

		void problem(String field, String problem) {
			if (this.problems.stream().noneMatch((known) -> known.field().equals(field))) {
				this.problems.add(new FieldProblem(field, problem));
			}
		}

		@Nullable String text(String field) {
			JsonNode node = this.body.path(field);
			if (node.isMissingNode() || node.isNull()) {
				return null;
			}
			if (!node.isString()) {
				problem(field, "must be a string");
				return null;
			}
			return node.stringValue();
		}

		@Nullable String alias(String field, String other) {
			String one = text(field);
			String two = text(other);
			if (one != null && two != null && !one.equals(two)) {
				problem(field, "and " + other + " are both given and differ");
			}
			return (one != null) ? one : two;
		}

		@Nullable String id(String field) {
			String id = text(field);
			String problem = (id != null) ? Identifiers.problem(id) : null;
			if (problem != null) {
				problem(field, problem);
			}
			return id;
		}

		boolean flag(String field) {
			JsonNode node = this.body.path(field);
			if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
				problem(field, "must be true or false");
			}
			return node.isBoolean() && node.booleanValue();
		}

		@Nullable Double number(String field, double min, double max) {
			JsonNode node = this.body.path(field);
			if (node.isMissingNode() || node.isNull()) {
				return null;
			}
			if (!node.isNumber() || node.doubleValue() < min || node.doubleValue() > max) {
				problem(field, "must be a number of at least " + (long) min
						+ ((max < Integer.MAX_VALUE) ? " and at most " + (long) max : ""));
				return null;
			}
			return node.doubleValue();
		}

		void check() {
			if (!this.problems.isEmpty()) {
				FieldProblem first = this.problems.getFirst();
				throw ApiException.invalid(first.field() + " " + first.problem(), this.problems);
			}
		}

	}

}
