package dev.recap.benchmarks.round;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How much of the processors has been used so far, in the kernel's ticks.
 *
 * @param total all there was to use
 * @param busy what processes used, on the kernel's behalf too
 * @param own what this process and those it started used of it
 */
record CpuTimes(long total, long busy, long own) {

	private static final int FIRST_TIME = 11;

	static CpuTimes now() {
		String[] all = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().trim().split("\\s+");
		return of(all, ownTimes());
	}

	/** From the fields of the first line of {@code /proc/stat} (see proc(5)). */
	static CpuTimes of(String[] fields, long own) {
		long total = 0;
		for (int i = 1; i <= 8; i++) {
			total += Long.parseLong(fields[i]);
		}
		// Stolen time is work of others too, only on another machine.
		long busy = Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3])
				+ Long.parseLong(fields[8]);
		return new CpuTimes(total, busy, own);
	}

	private static long ownTimes() {
		return Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
			.mapToLong((process) -> times(process.pid()))
			.sum();
	}

	/** A process's own times and those of its children that have ended. */
	private static long times(long pid) {
		try {
			return times(Files.readString(Path.of("/proc/" + pid + "/stat")));
		}
		catch (IOException ex) {
			// It has just ended; its parent's times have its own.
			return 0;
		}
	}

	/** From {@code /proc/PID/stat}: utime, stime, cutime and cstime (see proc(5)). */
	static long times(String stat) {
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		long sum = 0;
		for (int i = FIRST_TIME; i < FIRST_TIME + 4; i++) {
			sum += Long.parseLong(fields[i]);
		}
		return sum;
	}

	/** The part of the processors that others used since then, 0 to 1. */
	double othersSince(CpuTimes then) {
		long all = this.total - then.total;
		long others = (this.busy - then.busy) - (this.own - then.own);
		return (all <= 0) ? 0 : Math.clamp(others / (double) all, 0, 1);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
