package dev.recap.web.access;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/** Writes records of the topic {@code access-keys}. */
public interface TicketLog {

	/**
	 * Writes a record.
	 * @param value null for a tombstone
	 * @return completes when it is in the log
	 */
	CompletableFuture<?> write(byte[] key, byte @Nullable [] value);

}
