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
import java.util.concurrent.atomic.AtomicBoolean;

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

	private volatile boolean caughtUp;

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

	/**
	 * Ends a connection, or a claim that nobody waits for any more; a claim under way is
	 * ended when it comes back from the log.
	 */
	void leave(String id, String room, String username) {
		this.claims.remove(id);
		local(room, id).filter(this::remove).ifPresent((connection) -> this.log.end(Presence.key(room, username), id));
	}

	@Override
	public boolean following() {
		return !this.connections.isEmpty();
	}

	@Override
	public boolean follows(String conversationId) {
		return !this.connections.getOrDefault(conversationId, List.of()).isEmpty();
	}

	@Override
	public void happened(ChatEvent event, Position position) {
		if (event instanceof MessagePosted message) {
			said(message, position, isNew(message));
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

	private void said(MessagePosted message, Position position, boolean isNew) {
		String said = RoomFrame.Said
			.of(message.userId(), message.content(), message.timestamp(), message.messageId(), message.conversationId())
			.text();
		for (RoomConnection connection : this.connections.getOrDefault(message.conversationId(), List.of())) {
			if (connection.acknowledged(message.messageId())) {
				connection.send(RoomFrame.Acknowledged.of(message.messageId(), message.conversationId(),
						message.timestamp(), position.toString()));
				this.console.said(connection, message.content());
			}
			else if (isNew) {
				connection.send(said);
			}
		}
	}

	/** How many sockets are in rooms here. */
	int sockets() {
		return this.connections.values().stream().mapToInt(List::size).sum();
	}

	/** A record of presence came by in the log. */
	void present(String key, Presence presence) {
		apply(this.table.claimed(key, presence, this.clock.instant()));
	}

	/** An end of presence came by in the log. */
	void absent(String key, @Nullable String connection) {
		if (key.startsWith("/")) {
			this.table.instanceEnded(key.substring(1));
			return;
		}
		apply(this.table.ended(key, connection));
	}

	/**
	 * Writes this instance's heartbeat and ends who belongs to silent ones: in the log,
	 * so that every instance drops them at the same point.
	 */
	void beat() {
		Instant now = this.clock.instant();
		this.log.write(Presence.heartbeatKey(this.instance), new Presence(this.instance, null, null, null, now));
		this.table.silent(this.instance, now).forEach(this::end);
	}

	/**
	 * Everything of old has been read: ends what an earlier life of this instance has
	 * left in the log.
	 */
	void forgetEarlierLife() {
		this.caughtUp = true;
		this.table.heldBy(this.instance).stream().filter((left) -> local(left).isEmpty()).forEach(this::end);
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
			this.connections.compute(room, (name, all) -> with(all, claim.connection()));
		}
		announce("joined", user);
		if (claim != null) {
			this.console.joined(claim.connection());
			if (!claim.decided().complete(claim.connection())) {
				leave(claim.connection().id(), room, claim.connection().username());
			}
		}
		else if (this.caughtUp && user.instance().equals(this.instance)) {
			// It went away while its claim was under way.
			end(user);
		}
	}

	private void left(Presence user) {
		// The log may say so of one that is here, after a long pause: it has to come
		// again.
		local(user).ifPresent(this::remove);
		announce("left", user);
	}

	private boolean remove(RoomConnection connection) {
		AtomicBoolean removed = new AtomicBoolean();
		this.connections.computeIfPresent(connection.room(), (room, all) -> {
			removed.set(all.remove(connection));
			return all.isEmpty() ? null : all;
		});
		if (removed.get()) {
			connection.complete();
			this.console.left(connection);
			if (!follows(connection.room())) {
				this.recent.remove(connection.room());
			}
		}
		return removed.get();
	}

	private static List<RoomConnection> with(@Nullable List<RoomConnection> all, RoomConnection one) {
		List<RoomConnection> with = (all != null) ? all : new CopyOnWriteArrayList<>();
		with.add(one);
		return with;
	}

	private void end(Presence user) {
		this.log.end(Presence.key(String.valueOf(user.room()), String.valueOf(user.username())), user.connection());
	}

	private void refused(Presence claim) {
		Claim own = this.claims.remove(String.valueOf(claim.connection()));
		if (own != null) {
			own.decided().completeExceptionally(new NameTakenException(own.connection().username()));
		}
	}

	private void writeAgain(Presence holder) {
		local(holder).ifPresent((here) -> this.log.write(Presence.key(here.room(), here.username()), holder));
	}

	private void announce(String event, Presence user) {
		String room = String.valueOf(user.room());
		List<RoomConnection> here = this.connections.getOrDefault(room, List.of());
		if (!here.isEmpty()) {
			String frame = RoomFrame.PresenceChanged.of(event, String.valueOf(user.username()), this.table.users(room))
				.text();
			here.forEach((connection) -> connection.send(frame));
		}
	}

	private Optional<RoomConnection> local(Presence user) {
		return local(String.valueOf(user.room()), String.valueOf(user.connection()));
	}

	private Optional<RoomConnection> local(String room, String id) {
		return this.connections.getOrDefault(room, List.of())
			.stream()
			.filter((connection) -> connection.id().equals(id))
			.findFirst();
	}

}
