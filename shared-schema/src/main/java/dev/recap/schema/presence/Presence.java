package dev.recap.schema.presence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A user in a room, or a gateway instance that is alive: the value of a record of
 * {@code presence}; a {@link PresenceEnd} ends it.
 *
 * <p>
 * A user's record is keyed {@code room/username}; an instance's, which is its heartbeat,
 * {@code /instance}.
 *
 * @param instance the gateway instance that holds the connection
 * @param room null in a heartbeat
 * @param username null in a heartbeat
 * @param connection names the connection; null in a heartbeat
 * @param at when the user came or the heart beat
 */
public record Presence(String instance, @Nullable String room, @Nullable String username, @Nullable String connection,
		Instant at) {

	public static String key(String room, String username) {
		return room + "/" + username;
	}

	public static String heartbeatKey(String instance) {
		return "/" + instance;
	}

}
