package dev.recap.query.history;

import java.time.Instant;

import dev.recap.query.page.Cursor;
import dev.recap.query.page.Order;

/**
 * The message a page ended with.
 *
 * @param page the number of the page that comes next
 */
record MessageCursor(Order order, long page, Instant timestamp, int partition, long offset) {

	private static final String KIND = "messages";

	static MessageCursor after(StoredMessage last, Order order, long page) {
		return new MessageCursor(order, page + 1, last.timestamp(), last.partition(), last.offset());
	}

	String token() {
		return Cursor.of(KIND, this.order, this.page, this.timestamp.toEpochMilli(), this.partition, this.offset)
			.token();
	}

	/**
	 * Reads a token.
	 * @throws IllegalArgumentException when it is none
	 */
	static MessageCursor read(String token) {
		Cursor cursor = Cursor.read(token, KIND, 5);
		return new MessageCursor(Order.valueOf(cursor.values().get(0)), Long.parseLong(cursor.values().get(1)),
				Instant.ofEpochMilli(Long.parseLong(cursor.values().get(2))), Integer.parseInt(cursor.values().get(3)),
				Long.parseLong(cursor.values().get(4)));
	}

}
