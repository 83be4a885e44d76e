package dev.recap.schema.topic;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.Headers;

/**
 * Headers of records: the schema version of what Recap writes, and why a record lies in
 * the dead-letter topic.
 */
public final class RecordHeaders {

	public static final String SCHEMA_VERSION = "schema-version";

	public static final String REASON = "dlt-reason";

	public static final String SOURCE_TOPIC = "dlt-source-topic";

	public static final String SOURCE_PARTITION = "dlt-source-partition";

	public static final String SOURCE_OFFSET = "dlt-source-offset";

	/**
	 * In a record of the dead-letter topic that has neither key nor value: where the
	 * record came from that was published again.
	 */
	public static final String REPUBLISHED = "dlt-republished";

	private static final byte[] VERSION = bytes("1");

	private RecordHeaders() {
	}

	/** Marks a record as written in this version of the schemas. */
	public static void stamp(Headers headers) {
		headers.remove(SCHEMA_VERSION);
		headers.add(SCHEMA_VERSION, VERSION);
	}

	/** Says why a record is in the dead-letter topic and where it came from. */
	public static void explain(Headers headers, String reason, String topic, int partition, long offset) {
		headers.add(REASON, bytes(reason));
		headers.add(SOURCE_TOPIC, bytes(topic));
		headers.add(SOURCE_PARTITION, bytes(String.valueOf(partition)));
		headers.add(SOURCE_OFFSET, bytes(String.valueOf(offset)));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
