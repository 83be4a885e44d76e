package dev.recap.benchmarks.table;

import java.util.List;
import java.util.stream.Collectors;

/** Outcomes as a Markdown table. */
public final class Table {

	private static final List<String> HEAD = List.of("row", "what", "goal", "limit", "Recap", "ratio", "spread", "met");

	private Table() {
	}

	public static String markdown(List<Outcome> outcomes) {
		String rows = outcomes.stream().map(Table::row).collect(Collectors.joining());
		return line(HEAD) + line(HEAD.stream().map((name) -> "---").toList()) + rows;
	}

	private static String row(Outcome outcome) {
		Goal goal = outcome.goal();
		String unit = " " + goal.unit();
		boolean compared = goal.limit() != null;
		return line(List.of(outcome.scenario(), goal.what(), goal.text(), with(outcome.limit(), unit),
				with(outcome.recap(), unit), compared ? Numbers.text(outcome.reached()) : "", spread(outcome),
				outcome.verdict().text() + (outcome.note().isEmpty() ? "" : " (" + outcome.note() + ")")));
	}

	private static String with(double value, String unit) {
		return Double.isNaN(value) ? "" : Numbers.text(value) + unit;
	}

	private static String spread(Outcome outcome) {
		return Double.isNaN(outcome.lowest()) ? ""
				: Numbers.text(outcome.lowest()) + "–" + Numbers.text(outcome.highest());
	}

	private static String line(List<String> cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

}
