package dev.recap.gateway.ondemand;

import java.util.List;

import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryType;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import tools.jackson.databind.JsonNode;

/** What {@code POST /chats/summarize} asks for. */
record SummarizeCall(String conversationId, SummaryType type) {

	/**
	 * Reads a body.
	 * @throws ApiException 400 when it is none; a {@code JacksonException} when it is no
	 * JSON
	 */
	static SummarizeCall read(byte[] body) {
		JsonNode tree = Json.mapper().readTree(body);
		if (!tree.isObject()) {
			throw ApiException.invalid("The body must be a JSON object", List.of());
		}
		return new SummarizeCall(conversationId(tree.path("conversation_id")), type(tree.path("summary_type")));
	}

	private static String conversationId(JsonNode node) {
		if (node.isMissingNode() || node.isNull()) {
			throw ApiException.invalid("conversation_id", "is missing");
		}
		if (!node.isString()) {
			throw ApiException.invalid("conversation_id", "must be a string");
		}
		return Ids.checked("conversation_id", node.stringValue());
	}

	private static SummaryType type(JsonNode node) {
		if (node.isMissingNode() || node.isNull()) {
			return SummaryType.BRIEF;
		}
		return switch (node.isString() ? node.stringValue() : "") {
			case "brief" -> SummaryType.BRIEF;
			case "detailed" -> SummaryType.DETAILED;
			default -> throw ApiException.invalid("summary_type", "must be brief or detailed");
		};
	}

}
