package dev.recap.gateway.room;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import dev.recap.schema.ErrorBody;
import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;

/** What a room sends to its sockets. */
sealed interface RoomFrame {

	DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

	/** The frame as it goes over the wire; made once, however many sockets it goes to. */
	default String text() {
		return new String(Json.bytes(this), StandardCharsets.UTF_8);
	}

	/** Somebody else said something. */
	record Said(String type, String sender, String message, String timestamp, String messageId,
			String conversationId) implements RoomFrame {

		static Said of(String sender, String message, Instant timestamp, String messageId, String room) {
			return new Said("message", sender, message, SECONDS.format(timestamp), messageId, room);
		}

	}

	/** What this socket said is in the log. */
	record Acknowledged(String type, String messageId, String conversationId, String timestamp,
			String position) implements RoomFrame {

		static Acknowledged of(String messageId, String room, Instant timestamp, String position) {
			return new Acknowledged("ack", messageId, room, SECONDS.format(timestamp), position);
		}

	}

	/** Somebody came or left. */
	record PresenceChanged(String type, String event, String username, int online,
			List<String> users) implements RoomFrame {

		static PresenceChanged of(String event, String username, List<String> users) {
			return new PresenceChanged("presence", event, username, users.size(), users);
		}

	}

	/** The answer to a ping. */
	record Pong(String type) implements RoomFrame {

		static final Pong INSTANCE = new Pong("pong");

	}

	/** Something is wrong with what this socket sent. */
	record Failed(String type, ErrorBody.Detail detail, @Nullable String messageId) implements RoomFrame {

		static Failed of(ErrorBody body, @Nullable String messageId) {
			return new Failed("error", body.detail(), messageId);
		}

	}

}
