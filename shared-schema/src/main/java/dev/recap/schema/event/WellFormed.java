package dev.recap.schema.event;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces halves of surrogate pairs, which JSON can escape but UTF-8 cannot hold.
 */
final class WellFormed {

	private static final int REPLACEMENT = 0xFFFD;

	private WellFormed() {
	}

	static String text(String text) {
		return hasSurrogates(text) ? replaced(text) : text;
	}

	/** A plain loop: every text of every event goes through it. */
	private static boolean hasSurrogates(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	private static String replaced(String text) {
		return text.codePoints().anyMatch(WellFormed::isHalf) ? text.codePoints()
			.map((point) -> isHalf(point) ? REPLACEMENT : point)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString() : text;
	}

	/** A tree with every text and field name in it replaced. */
	static JsonNode tree(JsonNode node) {
		return switch (node) {
			case ObjectNode object -> object(object);
			case ArrayNode array -> array(array);
			default -> node.isString() ? JsonNodeFactory.instance.stringNode(text(node.stringValue())) : node;
		};
	}

	static ObjectNode object(ObjectNode object) {
		ObjectNode copy = JsonNodeFactory.instance.objectNode();
		object.forEachEntry((field, value) -> copy.set(text(field), tree(value)));
		return copy;
	}

	private static ArrayNode array(ArrayNode array) {
		ArrayNode copy = JsonNodeFactory.instance.arrayNode();
		array.forEach((value) -> copy.add(tree(value)));
		return copy;
	}

	private static boolean isHalf(int codePoint) {
		return Character.getType(codePoint) == Character.SURROGATE;
	}

}
