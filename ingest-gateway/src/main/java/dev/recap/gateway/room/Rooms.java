package dev.recap.gateway.room;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.recap.gateway.room.PresenceTable.Change;
import dev.recap.gateway.tail.EventListener;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * The rooms as this instance serves them: presence and messages come from the log, in the
 * log's order, and go to the sockets held here.
 */
final class Rooms implements EventListener {

	/** Messages sent again lie this close together, if they come at all. */
	private static final int REMEMBERED = 512;

	private final String instance;

	private final PresenceTable table;

	private final PresenceLog log;

	private final RoomConsole console;

	private final int queue;

	private final Clock clock;

	private final Map<String, List<RoomConnection>> connections = new ConcurrentHashMap<>();

	private final Map<String, Set<String>> recent = new ConcurrentHashMap<>();

	private final Map<String, Claim> claims = new ConcurrentHashMap<>();

	Rooms(String instance, PresenceTable table, PresenceLog log, RoomConsole console, int queue, Clock clock) {
		this.instance = instance;
		this.table = table;
		this.log = log;
		this.console = console;
		this.queue = queue;
		this.clock = clock;
	}

	/** Where presence is written. */
	interface PresenceLog {

		CompletableFuture<?> write(String key, Presence presence);

		CompletableFuture<?> end(String key, @Nullable String connection);

	}

	/** A name that is taken. */
	static final class NameTakenException extends RuntimeException {

		NameTakenException(String username) {
			super("'" + username + "' is already in this room: choose another name", null, false, false);
		}

	}

	private record Claim(RoomConnection connection, CompletableFuture<RoomConnection> decided) {
	}

	/**
	 * Claims a name in a room; decided when the claim comes back from the log.
	 * @return the connection, already registered; fails with {@link NameTakenException}
	 */
	CompletableFuture<RoomConnection> join(String id, String room, String username, String address) {
		if (this.table.present(room, username)) {
			return CompletableFuture.failedFuture(new NameTakenException(username));
		}
		Claim claim = new Claim(new RoomConnection(id, room, username, address, this.queue), new CompletableFuture<>());
		this.claims.put(id, claim);
		Presence presence = new Presence(this.instance, room, username, id, this.clock.instant());
		this.log.write(Presence.key(room, username), presence).whenComplete((written, failure) -> {
			if (failure != null && this.claims.remove(id) != null) {
				claim.decided().completeExceptionally(failure);
			}
		});
		return claim.decided();
	}

	/** Ends a connection, or a claim that nobody waits for any more. */
	void leave(String id, String room, String username) {
		this.claims.remove(id);
		List<RoomConnection> inRoom = this.connections.getOrDefault(room, List.of());
		inRoom.stream().filter((connection) -> connection.id().equals(id)).findFirst().ifPresent((connection) -> {
			inRoom.remove(connection);
			connection.complete();
			this.console.left(connection);
			if (inRoom.isEmpty()) {
				this.recent.remove(room);
			}
		});
		this.log.end(Presence.key(room, username), id);
	}

	@Override
	public boolean follows(String conversationId) {
		return !this.connections.getOrDefault(conversationId, List.of()).isEmpty();
	}

	@Override
	public void happened(ChatEvent event, Position position) {
		if (event instanceof MessagePosted message && isNew(message)) {
			said(message, position);
		}
	}

	private boolean isNew(MessagePosted message) {
		return this.recent
			.computeIfAbsent(message.conversationId(), (room) -> Collections.newSetFromMap(new LinkedHashMap<>() {
				@Override
				protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
					return size() > REMEMBERED;
				}
			}))
			.add(message.messageId());
	}

	private void said(MessagePosted message, Position position) {
		for (RoomConnection connection : this.connections.getOrDefault(message.conversationId(), List.of())) {
			if (connection.acknowledged(message.messageId())) {
				connection.send(RoomFrame.Acknowledged.of(message.messageId(), message.conversationId(),
						message.timestamp(), position.toString()));
				this.console.said(connection, message.content());
			}
			else {
				connection.send(RoomFrame.Said.of(message.userId(), message.content(), message.timestamp(),
						message.messageId(), message.conversationId()));
			}
		}
	}

	/** A record of presence came by in the log. */
	void present(String key, Presence presence) {
		apply(this.table.claimed(key, presence, this.clock.instant()));
	}

	/** An end of presence came by in the log. */
	void absent(String key, @Nullable String connection) {
		if (key.startsWith("/")) {
			this.table.instanceEnded(key.substring(1));
			apply(this.table.expire(this.clock.instant()));
			return;
		}
		apply(this.table.ended(key, connection));
	}

	/** Writes this instance's heartbeat and drops who belongs to silent ones. */
	void beat() {
		Instant now = this.clock.instant();
		this.log.write(Presence.heartbeatKey(this.instance), new Presence(this.instance, null, null, null, now));
		apply(this.table.expire(now));
	}

	/** Ends what an earlier life of this instance has left in the log. */
	void forgetEarlierLife() {
		for (Presence left : this.table.heldBy(this.instance)) {
			if (left.room() != null && left.username() != null && local(left).isEmpty()) {
				this.log.end(Presence.key(left.room(), left.username()), left.connection());
			}
		}
	}

	/** Ends every connection of this instance, in the log too. */
	void close() {
		List<RoomConnection> all = new ArrayList<>();
		this.connections.values().forEach(all::addAll);
		all.forEach((connection) -> leave(connection.id(), connection.room(), connection.username()));
		this.log.end(Presence.heartbeatKey(this.instance), null);
	}

	private void apply(List<Change> changes) {
		for (Change change : changes) {
			switch (change) {
				case Change.Joined joined -> joined(joined.user());
				case Change.Left left -> left(left.user());
				case Change.Refused refused -> refused(refused.claim());
				case Change.Covered covered -> writeAgain(covered.holder());
			}
		}
	}

	private void joined(Presence user) {
		String room = String.valueOf(user.room());
		Claim claim = this.claims.remove(String.valueOf(user.connection()));
		if (claim != null) {
			this.connections.computeIfAbsent(room, (name) -> new CopyOnWriteArrayList<>()).add(claim.connection());
		}
		announce("joined", user);
		if (claim != null) {
			this.console.joined(claim.connection());
			claim.decided().complete(claim.connection());
		}
		else if (user.instance().equals(this.instance) && local(user).isEmpty()) {
			// It went away while its claim was under way.
			this.log.end(Presence.key(room, String.valueOf(user.username())), user.connection());
		}
	}

	private void left(Presence user) {
		announce("left", user);
		local(user).ifPresent((connection) -> {
			// The log says it is gone although it is here: it has to come again.
			this.connections.getOrDefault(connection.room(), List.of()).remove(connection);
			connection.complete();
			this.console.left(connection);
		});
	}

	private void refused(Presence claim) {
		Claim own = this.claims.remove(String.valueOf(claim.connection()));
		if (own != null) {
			own.decided().completeExceptionally(new NameTakenException(own.connection().username()));
		}
	}

	private void writeAgain(Presence holder) {
		if (holder.instance().equals(this.instance) && holder.room() != null && holder.username() != null) {
			this.log.write(Presence.key(holder.room(), holder.username()), holder);
		}
	}

	private void announce(String event, Presence user) {
		String room = String.valueOf(user.room());
		RoomFrame frame = RoomFrame.PresenceChanged.of(event, String.valueOf(user.username()), this.table.users(room));
		this.connections.getOrDefault(room, List.of()).forEach((connection) -> connection.send(frame));
	}

	private Optional<RoomConnection> local(Presence user) {
		return this.connections.getOrDefault(String.valueOf(user.room()), List.of())
			.stream()
			.filter((connection) -> connection.id().equals(user.connection()))
			.findFirst();
	}

}
