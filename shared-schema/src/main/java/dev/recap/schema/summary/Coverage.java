package dev.recap.schema.summary;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a summary covers.
 *
 * @param from event time of the earliest message
 * @param to event time of the latest message
 * @param messages how many messages
 * @param omitted how many of them the engine did not look at
 */
public record Coverage(@Nullable Instant from, @Nullable Instant to, int messages, int omitted) {

}
