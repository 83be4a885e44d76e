package dev.recap.gateway.ingest;

import java.time.Instant;
import java.util.Map;

import dev.recap.schema.event.Role;
import org.jspecify.annotations.Nullable;

/** A message as far as it has been read. */
final class Draft {

	@Nullable String content;

	@Nullable String message;

	@Nullable String userId;

	@Nullable String messageId;

	@Nullable String replyTo;

	@Nullable Role role;

	@Nullable Instant timestamp;

	@Nullable Map<String, Object> metadata;

	boolean contentFaulty;

	boolean userIdFaulty;

	@Nullable String said() {
		return (this.content != null) ? this.content : this.message;
	}

}
