package dev.recap.standalone;

import java.util.Arrays;

import dev.recap.standalone.replay.Replay;

/** The command line: runs everything, or replays a file into what runs. */
public final class StandaloneApplication {

	private StandaloneApplication() {
	}

	public static void main(String[] args) {
		if (args.length > 0 && "replay".equals(args[0])) {
			System.exit(Replay.run(Arrays.copyOfRange(args, 1, args.length), System.out));
		}
		try {
			Standalone.start(args).closeOnExit();
		}
		catch (RuntimeException ex) {
			System.err.println("Recap could not start: " + reason(ex));
			System.exit(1);
		}
	}

	private static String reason(Throwable failure) {
		Throwable deepest = failure;
		while (!(deepest instanceof IllegalStateException) && deepest.getCause() != null) {
			deepest = deepest.getCause();
		}
		return String.valueOf(deepest.getMessage()).lines().findFirst().orElse(deepest.getClass().getSimpleName());
	}

}
