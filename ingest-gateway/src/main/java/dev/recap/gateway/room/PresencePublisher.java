package dev.recap.gateway.room;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
		// The null is for compaction alone; whoever it covers by chance is written again.
		return publish(key, Arrays.asList(Json.bytes(new PresenceEnd(true, connection)), null));
	}

	private CompletableFuture<?> publish(String key, List<byte @Nullable []> values) {
		return this.publisher.publish(Topic.PRESENCE, key.getBytes(StandardCharsets.UTF_8), values);
	}

}
