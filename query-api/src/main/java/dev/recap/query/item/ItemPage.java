package dev.recap.query.item;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recap.schema.store.ItemDocument;
import org.jspecify.annotations.Nullable;

/**
 * A page of items, newest first.
 *
 * @param nextCursor null when nothing follows
 */
record ItemPage(List<Item> items, @Nullable String nextCursor) {

	/**
	 * A page.
	 * @param found its items and, when there is one, the first of the next page
	 */
	static ItemPage of(List<ItemDocument> found, int limit) {
		List<ItemDocument> shown = found.subList(0, Math.min(found.size(), limit));
		String next = (found.size() > shown.size()) ? ItemCursor.after(shown.getLast()).token() : null;
		return new ItemPage(shown.stream().map(Item::of).toList(), next);
	}

	/** Whose items they are. */
	@JsonInclude
	record OfUser(String userId, List<Item> items, @Nullable String nextCursor) {
	}

	/** Which conversation they come from. */
	@JsonInclude
	record OfConversation(String conversationId, List<Item> items, @Nullable String nextCursor) {
	}

}
