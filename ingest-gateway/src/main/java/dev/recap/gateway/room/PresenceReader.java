package dev.recap.gateway.room;

import java.nio.charset.StandardCharsets;

import dev.recap.schema.Json;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.presence.PresenceEnd;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads presence from its topic, and throws on what is none. */
final class PresenceReader {

	private final Rooms rooms;

	PresenceReader(Rooms rooms) {
		this.rooms = rooms;
	}

	void take(ConsumerRecord<byte[], byte[]> record) {
		if (record.key() == null) {
			return;
		}
		String key = new String(record.key(), StandardCharsets.UTF_8);
		if (record.value() == null) {
			this.rooms.absent(key, null);
			return;
		}
		JsonNode value = Json.mapper().readTree(record.value());
		if (value.path("ended").asBoolean(false)) {
			this.rooms.absent(key, Json.mapper().treeToValue(value, PresenceEnd.class).connection());
		}
		else {
			this.rooms.present(key, checked(key, Json.mapper().treeToValue(value, Presence.class)));
		}
	}

	/** One that names nobody would stay for ever: no instance would end it. */
	private static Presence checked(String key, @Nullable Presence presence) {
		if (presence == null || presence.instance() == null || presence.instance().isEmpty()) {
			throw new IllegalArgumentException("The presence names no instance");
		}
		String own = (presence.room() != null && presence.username() != null)
				? Presence.key(presence.room(), presence.username()) : Presence.heartbeatKey(presence.instance());
		if (!own.equals(key)) {
			throw new IllegalArgumentException("The presence is not its key's");
		}
		return presence;
	}

}
