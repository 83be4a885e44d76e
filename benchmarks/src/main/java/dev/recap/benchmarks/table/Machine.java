package dev.recap.benchmarks.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

import dev.recap.benchmarks.process.Commands;

/** Where and when it was measured. */
public final class Machine {

	private Machine() {
	}

	/** Cores, memory, JDK, kernel, date and commit, in one line. */
	public static String line(Clock clock) {
		return "%d cores (%s), %d GiB of memory, JDK %s (%s), Linux %s, %s, commit %s".formatted(
				Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name"), memory(),
				System.getProperty("java.version"), System.getProperty("java.vendor"), System.getProperty("os.version"),
				LocalDate.now(clock), commit());
	}

	private static long memory() {
		return Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / (1024 * 1024);
	}

	private static String field(String file, String name) {
		try {
			return Files.readAllLines(Path.of(file))
				.stream()
				.filter((line) -> line.startsWith(name))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse("0");
		}
		catch (IOException ex) {
			return "0";
		}
	}

	private static String commit() {
		try {
			boolean changed = !Commands.run(List.of("git", "status", "--porcelain", "-uno")).isBlank();
			return Commands.run(List.of("git", "rev-parse", "--short", "HEAD")).trim()
					+ (changed ? " with changes" : "");
		}
		catch (RuntimeException ex) {
			return "unknown";
		}
	}

}
