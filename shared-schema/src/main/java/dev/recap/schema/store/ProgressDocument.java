package dev.recap.schema.store;

import java.util.Map;

/**
 * How far the archiver is with a partition of {@code chat-messages}, as it lies in
 * {@code progress}; {@code _id} is the partition.
 *
 * @param next the first offset not yet applied: everything before it is visible
 */
public record ProgressDocument(int partition, long next) {

	public static final String COLLECTION = "progress";

	public static ProgressDocument from(Map<String, ?> map) {
		return new ProgressDocument((int) Documents.number(map, "_id"), Documents.number(map, "next"));
	}

}
