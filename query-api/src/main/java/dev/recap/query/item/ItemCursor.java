package dev.recap.query.item;

import java.time.Instant;

import dev.recap.query.page.Cursor;
import dev.recap.schema.store.ItemDocument;

/** The item a page ended with. */
record ItemCursor(Instant createdAt, String itemId) {

	private static final String KIND = "items";

	static ItemCursor after(ItemDocument last) {
		return new ItemCursor(last.createdAt(), last.id());
	}

	String token() {
		return Cursor.of(KIND, this.createdAt.toEpochMilli(), this.itemId).token();
	}

	/**
	 * Reads a token.
	 * @throws IllegalArgumentException when it is none
	 */
	static ItemCursor read(String token) {
		Cursor cursor = Cursor.read(token, KIND, 2);
		return new ItemCursor(Instant.ofEpochMilli(Long.parseLong(cursor.values().get(0))), cursor.values().get(1));
	}

}
