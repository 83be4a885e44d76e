package dev.recap.query.room;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/messages}.
 *
 * @param messages the latest, oldest first
 * @param unreadCount how many the user has not seen, 0 when no user asks; it is not
 * counted beyond 1000
 */
record RoomMessages(List<Entry> messages, long unreadCount) {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
		.withZone(ZoneOffset.UTC);

	static RoomMessages of(List<MessageDocument> found, Reader reader, long unread) {
		return new RoomMessages(found.stream().map((message) -> Entry.of(message, reader)).toList(), unread);
	}

	/**
	 * Who reads the room.
	 *
	 * @param username null when nobody in particular does
	 * @param seen up to when the user has seen everything; null when nothing was seen
	 */
	record Reader(@Nullable String username, @Nullable Instant seen) {

		boolean missed(MessageDocument message) {
			return this.username != null && !this.username.equals(message.userId())
					&& (this.seen == null || message.timestamp().isAfter(this.seen));
		}

	}

	/** One message as the room's clients know it. */
	record Entry(String sender, String message, String timestamp, String messageId, String conversationId,
			boolean unread) {

		static Entry of(MessageDocument message, Reader reader) {
			return new Entry(message.userId(), message.content(), TIMESTAMP.format(message.timestamp()),
					message.messageId(), message.conversationId(), reader.missed(message));
		}

	}

}
