package dev.recap.gateway.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads metadata into what every store can hold: 64-bit integers, finite numbers, text
 * that is text, names without NUL, and not too deep.
 */
final class MetadataReader {

	private final JsonParser json;

	private final int maxDepth;

	private @Nullable String problem;

	MetadataReader(JsonParser json, int maxDepth) {
		this.json = json;
		this.maxDepth = maxDepth;
	}

	/** What is wrong with it, or null when nothing is. */
	@Nullable String problem() {
		return this.problem;
	}

	/** Reads the object the parser is at, to its end, also when something is wrong. */
	Map<String, Object> read() {
		return object(1);
	}

	private Map<String, Object> object(int depth) {
		Map<String, Object> object = new LinkedHashMap<>();
		if (tooDeep(depth)) {
			return object;
		}
		while (this.json.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = text(this.json.currentName());
			if (name.indexOf('\0') >= 0) {
				this.problem = "must not have names with NUL characters";
			}
			this.json.nextToken();
			put(object, name, value(depth));
		}
		return object;
	}

	@SuppressWarnings("NullAway")
	private static void put(Map<String, Object> object, String name, @Nullable Object value) {
		object.put(name, value);
	}

	private List<@Nullable Object> array(int depth) {
		List<@Nullable Object> array = new ArrayList<>();
		if (tooDeep(depth)) {
			return array;
		}
		while (this.json.nextToken() != JsonToken.END_ARRAY) {
			array.add(value(depth));
		}
		return array;
	}

	private boolean tooDeep(int depth) {
		if (depth <= this.maxDepth) {
			return false;
		}
		this.problem = "must not be nested more than " + this.maxDepth + " levels deep";
		this.json.skipChildren();
		return true;
	}

	private @Nullable Object value(int depth) {
		return switch (this.json.currentToken()) {
			case START_OBJECT -> object(depth + 1);
			case START_ARRAY -> array(depth + 1);
			case VALUE_STRING -> text(this.json.getString());
			case VALUE_NUMBER_INT -> integer();
			case VALUE_NUMBER_FLOAT -> decimal();
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			default -> null;
		};
	}

	private String text(String text) {
		if (Texts.utf8Length(text) == Texts.UNPAIRED) {
			this.problem = "must not have unpaired surrogates";
			return "";
		}
		return text;
	}

	private Number integer() {
		switch (this.json.getNumberType()) {
			case INT -> {
				return this.json.getIntValue();
			}
			case LONG -> {
				return this.json.getLongValue();
			}
			default -> {
				this.problem = "must not have integers of more than 64 bits";
				return 0;
			}
		}
	}

	private Number decimal() {
		double value = this.json.getDoubleValue();
		if (!Double.isFinite(value)) {
			this.problem = "must not have numbers beyond the range of a double";
			return 0;
		}
		return value;
	}

}
