package dev.recap.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a process takes of memory. */
final class Heap {

	private static final Pattern USED = Pattern.compile("used (\\d+)K");

	private static final Pattern ALLOCATED = Pattern.compile(" allocated=([\\d.]+)([BKMG])");

	private static final Map<String, Long> UNITS = Map.of("B", 1L, "K", 1L << 10, "M", 1L << 20, "G", 1L << 30);

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

	/**
	 * What all threads that live have allocated, of {@code Thread.print -e}, in bytes.
	 */
	static long allocated(String threads) {
		return ALLOCATED.matcher(threads)
			.results()
			.mapToLong((result) -> (long) (Double.parseDouble(result.group(1)) * UNITS.get(result.group(2))))
			.sum();
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
