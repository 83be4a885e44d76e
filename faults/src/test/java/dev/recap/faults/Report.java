package dev.recap.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What is printed in the end. */
final class Report {

	private static final int SHOWN = 60;

	private static final int LONGEST = 1000;

	private final long seed;

	private final List<String> lines = new ArrayList<>();

	private final List<Violation> violations = new ArrayList<>();

	Report(long seed) {
		this.seed = seed;
	}

	/** Adds a line, and prints it at once for those who watch. */
	void line(String format, Object... arguments) {
		String line = String.format(Locale.ROOT, format, arguments);
		this.lines.add(line);
		System.out.println("[faults] " + line);
	}

	void violations(Collection<Violation> found) {
		this.violations.addAll(found);
	}

	List<Violation> violations() {
		return this.violations;
	}

	static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

	private static String shortened(String what) {
		String line = what.replace('\n', ' ');
		return (line.length() > LONGEST) ? line.substring(0, LONGEST) + "…" : line;
	}

	/** Everything, the seed first. */
	String text() {
		StringBuilder text = new StringBuilder("\n=== fault run, seed " + this.seed + " ===\n");
		this.lines.forEach((line) -> text.append(line).append('\n'));
		text.append("violations: ").append(this.violations.size()).append('\n');
		this.violations.stream()
			.limit(SHOWN)
			.forEach((each) -> text.append("  invariant ")
				.append(each.invariant())
				.append(": ")
				.append(shortened(each.what()))
				.append('\n'));
		return text.append("again with -Drecap.faults.seed=").append(this.seed).append('\n').toString();
	}

}
