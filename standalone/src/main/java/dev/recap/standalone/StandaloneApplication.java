package dev.recap.standalone;

import java.util.Arrays;

import dev.recap.standalone.archive.ArchiveCommand;
import dev.recap.standalone.deadletters.DeadLetters;
import dev.recap.standalone.keys.Keys;
import dev.recap.standalone.replay.Replay;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The command line: runs everything, replays a file into what runs, or looks after the
 * dead-letter topic, the API keys or the archive bucket.
 */
public final class StandaloneApplication {

	private StandaloneApplication() {
	}

	public static void main(String[] args) {
		if (args.length > 0 && "replay".equals(args[0])) {
			System.exit(Replay.run(Arrays.copyOfRange(args, 1, args.length), System.out));
		}
		if (args.length > 0 && "dead-letters".equals(args[0])) {
			silenceClients();
			System.exit(DeadLetters.run(Arrays.copyOfRange(args, 1, args.length), System.out));
		}
		if (args.length > 0 && "keys".equals(args[0])) {
			silenceClients();
			System.exit(Keys.run(Arrays.copyOfRange(args, 1, args.length), System.out));
		}
		if (args.length > 0 && "archive".equals(args[0])) {
			silenceClients();
			System.exit(ArchiveCommand.run(Arrays.copyOfRange(args, 1, args.length), System.out));
		}
		try {
			Standalone.run(args).closeOnExit();
		}
		catch (RuntimeException ex) {
			refuse(ex);
		}
	}

	/** They would print all their settings before what was asked for. */
	private static void silenceClients() {
		LoggingSystem.get(StandaloneApplication.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
	}

	/** One line where the reason is known, everything where it is not. */
	private static void refuse(RuntimeException failure) {
		if (failure.getClass() == IllegalStateException.class && failure.getMessage() != null
				&& !failure.getMessage().contains("\n")) {
			System.err.println("Recap could not start: " + failure.getMessage());
		}
		else {
			failure.printStackTrace();
		}
		System.exit(1);
	}

}
