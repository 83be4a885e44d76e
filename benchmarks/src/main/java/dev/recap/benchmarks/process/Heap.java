package dev.recap.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a process takes of memory. */
final class Heap {

	private static final Pattern USED = Pattern.compile("used (\\d+)K");

	private Heap() {
	}

	/** The first "used" of {@code GC.heap_info}: that of the heap, in bytes. */
	static long used(String heapInfo) {
		Matcher matcher = USED.matcher(heapInfo);
		if (!matcher.find()) {
			throw new IllegalArgumentException("No heap in: " + heapInfo);
		}
		return Long.parseLong(matcher.group(1)) * 1024;
	}

	static long resident(long pid) {
		try {
			return Files.readAllLines(Path.of("/proc/" + pid + "/status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
