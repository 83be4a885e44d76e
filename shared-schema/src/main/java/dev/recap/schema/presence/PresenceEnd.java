package dev.recap.schema.presence;

import org.jspecify.annotations.Nullable;

/**
 * The end of a presence, under the same key: a record and not a null, because it must say
 * which connection ended, so that a late goodbye does not end the connection that came
 * after. A null follows it, which ends nothing and lets compaction forget the record.
 *
 * @param ended always true
 * @param connection the connection that ended; null for an instance
 */
public record PresenceEnd(boolean ended, @Nullable String connection) {

}
