package dev.recap.query.page;

import java.util.Locale;

/** Oldest first, or newest first. */
public enum Order {

	ASC, DESC;

	public String json() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** As MongoDB's sort has it. */
	public int direction() {
		return (this == ASC) ? 1 : -1;
	}

	/** The operator that finds what comes after a value. */
	public String after() {
		return (this == ASC) ? "$gt" : "$lt";
	}

}
