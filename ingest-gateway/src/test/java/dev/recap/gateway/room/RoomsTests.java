package dev.recap.gateway.room;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoomsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T10:11:12Z");

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final Log log = new Log();

	private final Rooms rooms = rooms();

	@Test
	void showsOnTheConsoleWhoComesAndGoesAndWhatTheySay() {
		RoomConnection alice = join("a1b2c3d4-e5f6", "Alice");
		alice.said("m1");
		this.rooms.happened(message("m1", "Alice", "Hello,\u001b[2J Bob!"), new Position(0, 1));
		this.rooms.leave("a1b2c3d4-e5f6", "room", "Alice");
		assertThat(this.printed.toString(StandardCharsets.UTF_8).lines()).containsExactly(
				"[2026-01-01 10:11:12] User 'Alice' (a1b2c3d4...) connected from 127.0.0.1",
				"[2026-01-01 10:11:12] Total users online: 1",
				"[2026-01-01 10:11:12] Alice (a1b2c3d4...): Hello, [2J Bob!",
				"[2026-01-01 10:11:12] Alice (a1b2c3d4...) disconnected");
	}

	@Test
	void aClaimThatComesBackAfterItsSocketWentIsEnded() {
		CompletableFuture<RoomConnection> claim = this.rooms.join("c1", "room", "ann", "?");
		this.rooms.leave("c1", "room", "ann");
		this.log.deliver();
		assertThat(claim).isNotDone();
		assertThat(this.rooms.join("c2", "room", "ann", "?")).satisfies((again) -> {
			this.log.deliver();
			assertThat(again).isCompleted();
		});
	}

	@Test
	void theFirstClaimInTheLogWins() {
		CompletableFuture<RoomConnection> first = this.rooms.join("c1", "room", "ann", "?");
		CompletableFuture<RoomConnection> second = this.rooms.join("c2", "room", "ann", "?");
		this.log.deliver();
		assertThat(first).isCompleted();
		assertThat(second).isCompletedExceptionally();
	}

	@Test
	void aRoomWithoutSocketsIsNotFollowed() {
		join("c1", "ann");
		assertThat(this.rooms.follows("room")).isTrue();
		this.rooms.leave("c1", "room", "ann");
		assertThat(this.rooms.follows("room")).isFalse();
	}

	@Test
	void aSocketThatDoesNotKeepUpOverflows() {
		RoomConnection ann = join("c1", "ann");
		for (int i = 0; i < 10; i++) {
			this.rooms.happened(message("m" + i, "bob", "text"), new Position(0, i));
		}
		assertThat(ann.overflow().toFuture()).isCompleted();
	}

	private Rooms rooms() {
		Clock clock = Clock.fixed(NOW, ZoneId.systemDefault());
		RoomConsole console = new RoomConsole(new PrintStream(this.printed, true, StandardCharsets.UTF_8),
				Clock.fixed(NOW.atZone(ZoneId.of("UTC")).withZoneSameLocal(ZoneId.systemDefault()).toInstant(),
						ZoneId.systemDefault()));
		Rooms made = new Rooms("i1", new PresenceTable(Duration.ofSeconds(10)), this.log, console, 8, clock);
		this.log.reader = made;
		made.forgetEarlierLife();
		return made;
	}

	private RoomConnection join(String id, String name) {
		CompletableFuture<RoomConnection> joined = this.rooms.join(id, "room", name, "127.0.0.1");
		this.log.deliver();
		return joined.join();
	}

	private static MessagePosted message(String id, String user, String text) {
		return new MessagePosted("room", id, user, Role.USER, text, NOW, Map.of(), null, null);
	}

	/** A log that is read when the test says so. */
	private static final class Log implements Rooms.PresenceLog {

		private final Queue<Runnable> records = new ArrayDeque<>();

		private @Nullable Rooms reader;

		@Override
		public CompletableFuture<?> write(String key, Presence presence) {
			this.records.add(() -> this.reader.present(key, presence));
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletableFuture<?> end(String key, @Nullable String connection) {
			this.records.add(() -> this.reader.absent(key, connection));
			this.records.add(() -> this.reader.absent(key, null));
			return CompletableFuture.completedFuture(null);
		}

		void deliver() {
			while (!this.records.isEmpty()) {
				this.records.remove().run();
			}
		}

	}

}
