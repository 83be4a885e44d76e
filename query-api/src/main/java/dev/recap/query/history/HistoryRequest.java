package dev.recap.query.history;

import dev.recap.query.page.Order;
import dev.recap.query.page.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a conversation are asked for.
 *
 * @param after where the page before ended; decides instead of the page's number
 */
record HistoryRequest(long page, int limit, Order order, @Nullable MessageCursor after) {

	private static final int STANDARD_LIMIT = 50;

	private static final int MOST = 1000;

	static HistoryRequest read(Parameters parameters) {
		long page = parameters.page();
		int limit = parameters.limit(STANDARD_LIMIT, MOST);
		Order order = parameters.order();
		MessageCursor after = parameters.cursor(MessageCursor::read);
		if (after != null && order != null && order != after.order()) {
			parameters.invalid("order", "must be that of the cursor, or left out");
		}
		parameters.check();
		if (after != null) {
			return new HistoryRequest(after.page(), limit, after.order(), after);
		}
		return new HistoryRequest(page, limit, (order != null) ? order : Order.ASC, null);
	}

}
