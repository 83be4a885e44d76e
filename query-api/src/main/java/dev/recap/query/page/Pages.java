package dev.recap.query.page;

/** Numbered pages of a list. */
public final class Pages {

	private Pages() {
	}

	/** How many pages a list has; none when it is empty. */
	public static long count(long total, int limit) {
		return (total + limit - 1) / limit;
	}

	/** How many entries lie before a page, or -1 when the page lies beyond the end. */
	public static int before(long page, int limit, long total) {
		return (page <= count(total, limit)) ? Math.toIntExact((page - 1) * limit) : -1;
	}

}
