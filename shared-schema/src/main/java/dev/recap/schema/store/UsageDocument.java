package dev.recap.schema.store;

import java.util.Map;

import dev.recap.schema.Identifiers;
import dev.recap.schema.event.Usage;

/**
 * What calls of a model took in a day (UTC) for a user and a purpose, as it lies in
 * {@code usage}.
 *
 * @param day as an ISO date
 * @param userId who paid; {@link #EVERYBODY} for the sum of all
 * @param purpose what the calls were for: {@code summary} or {@code reply}
 */
public record UsageDocument(String day, String userId, String model, String purpose, long calls, Usage usage) {

	public static final String COLLECTION = "usage";

	/** No user has this id. */
	public static final String EVERYBODY = "";

	public static String id(String day, String userId, String model, String purpose) {
		return Identifiers.ofParts("usage", day, userId, model, purpose);
	}

	public static UsageDocument from(Map<String, ?> map) {
		return new UsageDocument(Documents.text(map, "day"), Documents.text(map, "user_id"),
				Documents.text(map, "model"), Documents.text(map, "purpose"), Documents.number(map, "calls"),
				new Usage(Documents.number(map, "input_tokens"), Documents.number(map, "output_tokens"),
						(map.get("cost") instanceof Number cost) ? cost.doubleValue() : 0));
	}

}
