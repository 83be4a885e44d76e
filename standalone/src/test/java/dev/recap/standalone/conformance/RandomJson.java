package dev.recap.standalone.conformance;

import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.recap.schema.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values at random that follow a schema, most of the time. */
final class RandomJson {

	private static final int WRONG_ONE_IN = 12;

	private static final List<String> IDS = List.of("demo", "ann", "bob", "c-1", "c-2", "m1", "Grüße 🙂", "a b");

	private static final List<String> TEXTS = List.of("Hello", "We decided to ship on Friday.", "", " ", "0", "-1", "1",
			"99999999999999999999", "NaN", "null", "true", "2026-01-31", "2026-01-31T09:30:00Z", "a/b", "..", "%",
			"\u0000", "\u202e", "🙂", "$where", "{\"$gt\":\"\"}", "'; --", "<b>", "a".repeat(201), "a".repeat(3000));

	private final Contract contract;

	private final Random random;

	RandomJson(Contract contract, Random random) {
		this.contract = contract;
		this.random = random;
	}

	String id() {
		return (this.random.nextInt(WRONG_ONE_IN) == 0) ? nonEmpty() : one(IDS);
	}

	/** A value as text, such as a parameter has. */
	String text(JsonNode schema) {
		JsonNode value = value(schema);
		return value.isString() ? value.stringValue() : value.toString();
	}

	JsonNode value(JsonNode schema) {
		JsonNode resolved = this.contract.resolved(schema);
		if (this.random.nextInt(WRONG_ONE_IN) == 0) {
			return anything();
		}
		if (schema.path("$ref").asString("").endsWith("/Id")) {
			return string(id());
		}
		if (resolved.has("const")) {
			return resolved.path("const");
		}
		if (resolved.has("enum")) {
			return one(resolved.path("enum").values().stream().toList());
		}
		if (resolved.has("oneOf")) {
			return value(one(resolved.path("oneOf").values().stream().toList()));
		}
		if (resolved.has("anyOf") && !resolved.has("properties")) {
			return value(one(resolved.path("anyOf").values().stream().toList()));
		}
		return ofType(resolved);
	}

	private JsonNode ofType(JsonNode schema) {
		JsonNode type = schema.path("type");
		String name = type.isArray() ? one(type.values().stream().toList()).asString() : type.asString("string");
		return switch (name) {
			case "object" -> object(schema);
			case "array" -> array(schema);
			case "integer" -> JsonNodeFactory.instance.numberNode(this.random.nextInt(-2, 200));
			case "number" -> JsonNodeFactory.instance.numberNode(this.random.nextDouble(-1, 3));
			case "boolean" -> JsonNodeFactory.instance.booleanNode(this.random.nextBoolean());
			case "null" -> JsonNodeFactory.instance.nullNode();
			default -> string(this.random.nextBoolean() ? "Hello" : one(TEXTS));
		};
	}

	private ObjectNode object(JsonNode schema) {
		ObjectNode object = Json.mapper().createObjectNode();
		List<String> required = schema.path("required").values().stream().map(JsonNode::asString).toList();
		for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
			boolean wanted = required.contains(property.getKey()) ? this.random.nextInt(WRONG_ONE_IN) > 0
					: this.random.nextInt(4) == 0;
			if (wanted) {
				object.set(property.getKey(), value(property.getValue()));
			}
		}
		if (schema.has("anyOf") && this.random.nextInt(WRONG_ONE_IN) > 0) {
			object.put("message", one(List.of("Hello", "I will write the release notes.", "Who tests it?")));
		}
		return object;
	}

	private ArrayNode array(JsonNode schema) {
		ArrayNode array = Json.mapper().createArrayNode();
		for (int i = this.random.nextInt(4); i >= 0; i--) {
			array.add(value(schema.path("items")));
		}
		return array;
	}

	private JsonNode anything() {
		return switch (this.random.nextInt(7)) {
			case 0 -> JsonNodeFactory.instance.nullNode();
			case 1 -> JsonNodeFactory.instance.booleanNode(true);
			case 2 -> JsonNodeFactory.instance.numberNode(this.random.nextLong());
			case 3 -> JsonNodeFactory.instance.numberNode(this.random.nextGaussian() * 1e300);
			case 4 -> Json.mapper().createArrayNode();
			case 5 -> Json.mapper().createObjectNode().put("a", 1);
			default -> string(one(TEXTS));
		};
	}

	private String nonEmpty() {
		String text = one(TEXTS);
		return text.isEmpty() || text.equals("..") ? "x" : text;
	}

	private <T> T one(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static JsonNode string(String text) {
		return JsonNodeFactory.instance.stringNode(text);
	}

}
