package dev.recap.gateway.room;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.Json;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.presence.PresenceEnd;
import dev.recap.schema.topic.Topic;
import org.jspecify.annotations.Nullable;

/** Writes presence to its topic. */
final class PresencePublisher implements Rooms.PresenceLog {

	private final Publisher publisher;

	PresencePublisher(Publisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public CompletableFuture<?> write(String key, Presence presence) {
		return publish(key, List.of(Json.bytes(presence)));
	}

	@Override
	public CompletableFuture<?> end(String key, @Nullable String connection) {
		return publish(key, List.of(Json.bytes(new PresenceEnd(true, connection))));
	}

	private CompletableFuture<?> publish(String key, List<byte[]> values) {
		return this.publisher.publish(Topic.PRESENCE, key.getBytes(StandardCharsets.UTF_8), values);
	}

}
