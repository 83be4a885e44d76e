package dev.recap.worker.ledger;

import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import dev.recap.schema.summary.AsOf;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What one source says of a conversation's items: a window, or one change by hand.
 *
 * @param id the window's request, or where the change lies
 */
record Evidence(String id, String conversationId, String generation, List<Entry> entries) {

	static final String COLLECTION = "item_evidence";

	Evidence {
		entries = List.copyOf(entries);
	}

	AsOf first() {
		return this.entries.stream().map(Entry::asOf).min(AsOf::compareTo).orElse(AsOf.START);
	}

	AsOf last() {
		return this.entries.stream().map(Entry::asOf).max(AsOf::compareTo).orElse(AsOf.START);
	}

	/** What is left when messages are gone; null when nothing is. */
	@Nullable Evidence without(List<String> messageIds) {
		List<Entry> left = this.entries.stream()
			.filter((entry) -> messageIds.stream().noneMatch(entry::cites))
			.toList();
		return left.isEmpty() ? null : new Evidence(this.id, this.conversationId, this.generation, left);
	}

	Document document() {
		return new Document("_id", this.id).append("conversation_id", this.conversationId)
			.append("generation", this.generation)
			.append("entries",
					this.entries.stream()
						.map((entry) -> Json.mapper().writerFor(Entry.class).writeValueAsString(entry))
						.toList());
	}

	static Evidence from(Document document) {
		return new Evidence(document.getString("_id"), document.getString("conversation_id"),
				document.getString("generation"),
				document.getList("entries", String.class)
					.stream()
					.map((entry) -> Json.mapper().readValue(entry, Entry.class))
					.toList());
	}

	/** Only what belongs to one life of one conversation. */
	static Document of(String conversationId, String generation) {
		return new Document(Map.of("conversation_id", conversationId, "generation", generation));
	}

}
