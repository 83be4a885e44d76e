package dev.recap.query.erase;

import java.time.Instant;

/**
 * The answer to {@code DELETE /chats/{conversation_id}}.
 *
 * @param erasedFromLogBy when the log itself has forgotten it, at the latest
 */
record Erased(String status, Instant erasedFromLogBy) {

}
