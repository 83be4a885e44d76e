package dev.recap.worker.webhook;

import java.time.Instant;

import dev.recap.schema.Json;

/**
 * What is posted.
 *
 * @param id the same whenever the same is posted again
 * @param createdAt when it was published
 */
record Event(String id, String type, Instant createdAt, Object data) {

	byte[] body() {
		return Json.bytes(this);
	}

}
