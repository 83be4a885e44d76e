package dev.recap.gateway.room;

import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** Shows on the console who comes, goes and says what, where that is wanted. */
final class RoomConsole {

	private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

	private static final int SHORT = 8;

	private final @Nullable PrintStream out;

	private final Clock clock;

	private final AtomicInteger online = new AtomicInteger();

	/** A console that writes to {@code out}, or nowhere when that is null. */
	RoomConsole(@Nullable PrintStream out, Clock clock) {
		this.out = out;
		this.clock = clock;
	}

	void joined(RoomConnection connection) {
		print("User '%s' (%s...) connected from %s".formatted(printable(connection.username()),
				shortId(connection.id()), connection.address()));
		print("Total users online: " + this.online.incrementAndGet());
	}

	void said(RoomConnection connection, String message) {
		print("%s (%s...): %s".formatted(printable(connection.username()), shortId(connection.id()),
				printable(message)));
	}

	void left(RoomConnection connection) {
		this.online.decrementAndGet();
		print("%s (%s...) disconnected".formatted(printable(connection.username()), shortId(connection.id())));
	}

	private void print(String line) {
		if (this.out != null) {
			this.out.println("[" + SECONDS.withZone(ZoneId.systemDefault()).format(this.clock.instant()) + "] " + line);
		}
	}

	private static String shortId(String id) {
		return id.substring(0, Math.min(SHORT, id.length()));
	}

	/** What people write must not steer the terminal. */
	private static String printable(String text) {
		return text.replaceAll("\\p{Cntrl}", " ");
	}

}
