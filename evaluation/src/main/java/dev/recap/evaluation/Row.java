package dev.recap.evaluation;

/**
 * A line of the table.
 *
 * @param what what was measured
 * @param on the data set it was measured on
 * @param goal what it should be
 */
record Row(String what, String on, String result, String goal) {

	private static final String FORMAT = "| %-34s | %-30s | %-58s | %-30s |%n";

	static String table(Iterable<Row> rows) {
		StringBuilder table = new StringBuilder(FORMAT.formatted("what", "data", "result", "goal"));
		table.append("|---|---|---|---|%n".formatted());
		rows.forEach((row) -> table.append(FORMAT.formatted(row.what, row.on, row.result, row.goal)));
		return table.toString();
	}

}
