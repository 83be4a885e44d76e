package dev.recap.schema.event;

/** What a record of {@code chat-messages} turned out to be. */
public sealed interface ReadResult {

	/** An event under its right key. */
	record Readable(ChatEvent event) implements ReadResult {
	}

	/**
	 * An event whose key is missing or is another conversation's: every reader skips it,
	 * and the Streams app publishes {@code value} under {@code conversationId}.
	 */
	record Misfiled(String conversationId, byte[] value) implements ReadResult {
	}

	/** An event of a type this version does not know: skipped. */
	record UnknownType(String type) implements ReadResult {
	}

	/** No event: goes to the dead-letter topic with the reason. */
	record Unreadable(String reason) implements ReadResult {
	}

}
