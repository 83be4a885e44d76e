package dev.recap.schema.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import dev.recap.schema.event.Usage;
import org.jspecify.annotations.Nullable;

/** Reads fields of documents; times are {@link Date}s there, as BSON has them. */
final class Documents {

	private Documents() {
	}

	static String text(Map<String, ?> map, String field) {
		String text = optionalText(map, field);
		if (text == null) {
			throw new IllegalArgumentException("Document " + map.get("_id") + " has no " + field);
		}
		return text;
	}

	static @Nullable String optionalText(Map<String, ?> map, String field) {
		return (map.get(field) instanceof String text) ? text : null;
	}

	static List<String> texts(Map<String, ?> map, String field) {
		return (map.get(field) instanceof List<?> list)
				? list.stream().filter(String.class::isInstance).map(String.class::cast).toList() : List.of();
	}

	static long number(Map<String, ?> map, String field) {
		return (map.get(field) instanceof Number number) ? number.longValue() : 0;
	}

	static Instant instant(Map<String, ?> map, String field) {
		Instant instant = optionalInstant(map, field);
		if (instant == null) {
			throw new IllegalArgumentException("Document " + map.get("_id") + " has no " + field);
		}
		return instant;
	}

	static @Nullable Instant optionalInstant(Map<String, ?> map, String field) {
		return (map.get(field) instanceof Date date) ? date.toInstant() : null;
	}

	static Map<String, Object> map(Map<String, ?> map, String field) {
		Map<String, Object> copy = new HashMap<>();
		if (map.get(field) instanceof Map<?, ?> nested) {
			nested.forEach((key, value) -> copy.put(String.valueOf(key), value));
		}
		return copy;
	}

	/**
	 * Metadata as JSON text: a document can hold neither every field name nor every
	 * number that JSON can.
	 */
	static String json(Map<String, Object> metadata) {
		return new String(Json.bytes(metadata), StandardCharsets.UTF_8);
	}

	/** Metadata from JSON text. */
	static Map<String, Object> fromJson(Map<String, ?> map, String field) {
		String text = optionalText(map, field);
		return (text != null) ? Json.map(Json.mapper().readTree(text)) : Map.of();
	}

	static Map<String, Object> usage(Usage usage) {
		return Map.of("input_tokens", usage.inputTokens(), "output_tokens", usage.outputTokens(), "cost", usage.cost());
	}

	static @Nullable Usage optionalUsage(Map<String, ?> map, String field) {
		Map<String, Object> nested = map(map, field);
		return nested.isEmpty() ? null : new Usage(number(nested, "input_tokens"), number(nested, "output_tokens"),
				(nested.get("cost") instanceof Number cost) ? cost.doubleValue() : 0);
	}

}
