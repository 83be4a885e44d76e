package dev.recap.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.recap.benchmarks.scenario.Scale;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param only the names of what is measured; empty for all
 * @param write the file that the table is written to; null for none
 * @param jmh whether the hot code is measured instead
 */
record Options(int rounds, List<String> only, Scale scale, boolean profiled, boolean jmh, boolean help,
		@Nullable Path write) {

	private static final Path PAGE = Path.of("docs", "performance.md");

	/**
	 * Reads them.
	 * @throws IllegalArgumentException when one is unknown; its message is for people
	 */
	static Options of(String line) {
		int rounds = 0;
		Duration time = null;
		List<String> only = List.of();
		Scale.Size size = Scale.Size.NORMAL;
		boolean profiled = false;
		boolean jmh = false;
		boolean help = false;
		Path write = null;
		for (String argument : line.trim().isEmpty() ? new String[0] : line.trim().split("\\s+")) {
			String value = argument.substring(argument.indexOf('=') + 1);
			switch (argument.split("=")[0]) {
				case "--rounds" -> rounds = Integer.parseInt(value);
				case "--seconds" -> time = Duration.ofSeconds(Long.parseLong(value));
				case "--only" -> only = Arrays.asList(value.split(","));
				case "--quick" -> size = Scale.Size.QUICK;
				case "--full" -> size = Scale.Size.FULL;
				case "--profile" -> profiled = true;
				case "--jmh" -> jmh = true;
				case "--help" -> help = true;
				case "--write" -> write = argument.contains("=") ? Path.of(value) : PAGE;
				default -> throw new IllegalArgumentException("Unknown: " + argument + "; --help says what there is");
			}
		}
		boolean quick = size == Scale.Size.QUICK;
		Duration each = (time != null) ? time : Duration.ofSeconds(quick ? 1 : 10);
		return new Options((rounds > 0) ? rounds : quick ? 1 : 5, only, new Scale(size, each), profiled, jmh, help,
				write);
	}

	boolean quick() {
		return this.scale.size() == Scale.Size.QUICK;
	}

	boolean includes(String name) {
		return this.only.isEmpty() || this.only.contains(name);
	}

}
