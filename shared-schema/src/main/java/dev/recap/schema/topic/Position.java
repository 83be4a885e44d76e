package dev.recap.schema.topic;

import org.jspecify.annotations.Nullable;

/** Where a record lies in {@code chat-messages}; as a token {@code partition:offset}. */
public record Position(int partition, long offset) {

	/** Reads a token such as {@code 3:128}, or null when it is none. */
	public static @Nullable Position parse(String token) {
		int colon = token.indexOf(':');
		try {
			int partition = Integer.parseInt(token.substring(0, Math.max(colon, 0)));
			long offset = Long.parseLong(token.substring(colon + 1));
			return (partition < 0 || offset < 0) ? null : new Position(partition, offset);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return this.partition + ":" + this.offset;
	}

}
