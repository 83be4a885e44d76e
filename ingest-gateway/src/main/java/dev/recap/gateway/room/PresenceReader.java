package dev.recap.gateway.room;

import java.nio.charset.StandardCharsets;

import dev.recap.schema.Json;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.presence.PresenceEnd;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads presence from its topic. */
final class PresenceReader {

	private static final Logger log = LoggerFactory.getLogger(PresenceReader.class);

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
		try {
			JsonNode value = Json.mapper().readTree(record.value());
			if (value.path("ended").asBoolean(false)) {
				this.rooms.absent(key, Json.mapper().treeToValue(value, PresenceEnd.class).connection());
			}
			else {
				this.rooms.present(key, Json.mapper().treeToValue(value, Presence.class));
			}
		}
		catch (JacksonException ex) {
			log.warn("Skipped {}-{}:{}, which is no presence: {}", record.topic(), record.partition(), record.offset(),
					ex.getOriginalMessage());
		}
	}

}
