package dev.recap.query.history;

import dev.recap.query.page.Pages;
import dev.recap.query.store.Encoded;
import dev.recap.schema.store.ConversationDocument;
import org.jspecify.annotations.Nullable;

/** The answer to {@code GET /chats/{conversation_id}}, as JSON. */
final class HistoryPage {

	/** What stands around the text of a message. */
	private static final int ROOM = 256;

	private HistoryPage() {
	}

	/**
	 * A page.
	 * @param found its messages and, when there is one, the first of the next page
	 */
	static byte[] of(ConversationDocument conversation, HistoryRequest asked, Encoded found) {
		// Texts are shown twice.
		JsonBuffer json = new JsonBuffer(2 * found.bytes().length + ROOM);
		json.raw("{\"conversation_id\":")
			.text(conversation.id())
			.raw(",\"user_id\":")
			.text(conversation.userId())
			.raw(",\"title\":")
			.text(conversation.shownTitle());
		String next = writeMessages(json, asked, found);
		long total = conversation.messageCount();
		json.raw(",\"page\":")
			.number(asked.page())
			.raw(",\"total_pages\":")
			.number(Pages.count(total, asked.limit()))
			.raw(",\"total_messages\":")
			.number(total)
			.raw(",\"next_cursor\":")
			.text(next)
			.raw(",\"summary\":")
			.text((conversation.summary() != null) ? conversation.summary().summary() : null);
		return json.raw("}").toBytes();
	}

	/** Writes what is shown, and says where the next page begins if there is one. */
	private static @Nullable String writeMessages(JsonBuffer json, HistoryRequest asked, Encoded found) {
		int shown = Math.min(found.size(), asked.limit());
		StoredMessage message = new StoredMessage(found);
		json.raw(",\"messages\":[");
		for (int i = 0; i < shown; i++) {
			if (i > 0) {
				json.raw(",");
			}
			message.read(i);
			message.write(json);
		}
		json.raw("]");
		return (found.size() > shown) ? MessageCursor.after(message, asked.order(), asked.page()).token() : null;
	}

}
