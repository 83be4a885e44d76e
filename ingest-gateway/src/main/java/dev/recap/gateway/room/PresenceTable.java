package dev.recap.gateway.room;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.recap.schema.presence.Presence;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which room, as the log tells it: every instance that reads the same records
 * comes to the same table. The first to claim a name has it until it leaves or its
 * instance falls silent.
 */
final class PresenceTable {

	private final Duration silence;

	private final Map<String, Presence> holders = new HashMap<>();

	private final Map<String, SortedSet<String>> rooms = new TreeMap<>();

	private final Map<String, Instant> heartbeats = new HashMap<>();

	/** Since when each instance's heart has been beating without a pause. */
	private final Map<String, Instant> heardSince = new HashMap<>();

	/**
	 * An empty table.
	 * @param silence after how long without a heartbeat an instance counts as gone
	 */
	PresenceTable(Duration silence) {
		this.silence = silence;
	}

	/** What a record changed. */
	sealed interface Change {

		/** A user came. */
		record Joined(Presence user) implements Change {
		}

		/** A user is gone. */
		record Left(Presence user) implements Change {
		}

		/** A claim came too late: the name is held by another connection. */
		record Refused(Presence claim, Presence holder) implements Change {
		}

		/**
		 * A record that speaks of another connection lies on top of the holder's, which
		 * has to be written again before compaction forgets it.
		 */
		record Covered(Presence holder) implements Change {
		}

	}

	/** A user's claim or an instance's heartbeat. */
	synchronized List<Change> claimed(String key, Presence presence, Instant now) {
		if (presence.room() == null || presence.username() == null) {
			Instant before = this.heartbeats.put(presence.instance(), now);
			if (before != null && before.plus(this.silence).isBefore(now)) {
				this.heardSince.remove(presence.instance());
			}
			this.heardSince.putIfAbsent(presence.instance(), now);
			return List.of();
		}
		this.heartbeats.putIfAbsent(presence.instance(), now);
		Presence holder = this.holders.get(key);
		if (holder == null) {
			this.holders.put(key, presence);
			this.rooms.computeIfAbsent(presence.room(), (room) -> new TreeSet<>()).add(presence.username());
			return List.of(new Change.Joined(presence));
		}
		if (Objects.equals(holder.connection(), presence.connection())) {
			return List.of();
		}
		return List.of(new Change.Refused(presence, holder), new Change.Covered(holder));
	}

	/**
	 * A connection ended; null when the record does not say which, and then it only makes
	 * compaction forget what came before it.
	 */
	synchronized List<Change> ended(String key, @Nullable String connection) {
		Presence holder = this.holders.get(key);
		if (holder == null) {
			return List.of();
		}
		if (!Objects.equals(connection, holder.connection())) {
			return List.of(new Change.Covered(holder));
		}
		remove(key, holder);
		return List.of(new Change.Left(holder));
	}

	/** An instance ended in order. */
	synchronized void instanceEnded(String instance) {
		this.heartbeats.remove(instance);
		this.heardSince.remove(instance);
	}

	/**
	 * The users of instances that have fallen silent, as far as one instance can tell:
	 * who has not heard itself for as long, because the log was away, knows nothing of
	 * others.
	 */
	synchronized List<Presence> silent(String self, Instant now) {
		Instant since = this.heardSince.get(self);
		if (since == null || !since.plus(this.silence).isBefore(now) || isSilent(self, now)) {
			return List.of();
		}
		return this.holders.values().stream().filter((user) -> isSilent(user.instance(), now)).toList();
	}

	private boolean isSilent(String instance, Instant now) {
		Instant last = this.heartbeats.get(instance);
		return last == null || last.plus(this.silence).isBefore(now);
	}

	/** Everybody an instance holds. */
	synchronized List<Presence> heldBy(String instance) {
		return this.holders.values().stream().filter((presence) -> presence.instance().equals(instance)).toList();
	}

	synchronized List<String> users(String room) {
		return List.copyOf(this.rooms.getOrDefault(room, new TreeSet<>()));
	}

	synchronized boolean present(String room, String username) {
		return this.holders.containsKey(Presence.key(room, username));
	}

	private void remove(String key, Presence holder) {
		this.holders.remove(key);
		this.rooms.computeIfPresent(String.valueOf(holder.room()), (room, users) -> {
			users.remove(holder.username());
			return users.isEmpty() ? null : users;
		});
	}

}
