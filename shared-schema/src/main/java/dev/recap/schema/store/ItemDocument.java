package dev.recap.schema.store;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.recap.schema.Identifiers;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An action item or a decision as it lies in {@code items}; {@code _id} is its id.
 *
 * @param id a function of what first spoke of it, the same after every replay
 * @param generation which life of its conversation it belongs to (see
 * {@link ConversationDocument#generation()})
 * @param kind action item or decision
 * @param text the statement, for reading
 * @param said the statement as it was found, whatever was made of it by hand
 * @param owner whose it is; null when nobody's
 * @param due when it is due, as an ISO date
 * @param messageIds every message that speaks of it, in the log's order
 * @param closedBy the message that closed it; null while it is open, and when it was
 * closed by hand
 * @param authors who wrote the messages that it was found in
 * @param aliases ids of what turned out to be the same item
 * @param asOf where the first of its messages lies
 * @param createdAt event time of the first of its messages
 * @param updatedAt event time of what last changed it
 */
public record ItemDocument(String id, String conversationId, String generation, Kind kind, String text, String said,
		@Nullable String owner, @Nullable String due, ItemStatus status, List<String> messageIds,
		@Nullable String closedBy, List<String> authors, List<String> aliases, AsOf asOf, Instant createdAt,
		Instant updatedAt) {

	public static final String COLLECTION = "items";

	public ItemDocument {
		messageIds = List.copyOf(messageIds);
		authors = List.copyOf(authors);
		aliases = List.copyOf(aliases);
	}

	/** Names what readers see of it: the same state has the same name. */
	public String state() {
		return Identifiers.ofParts(this.id, this.status.json(), this.text, String.valueOf(this.owner),
				String.valueOf(this.due), this.updatedAt);
	}

	public Map<String, Object> toMap() {
		Map<String, Object> map = new HashMap<>();
		map.put("_id", this.id);
		map.put("conversation_id", this.conversationId);
		map.put("generation", this.generation);
		map.put("kind", this.kind.json());
		map.put("text", this.text);
		map.put("said", this.said);
		map.put("owner", this.owner);
		map.put("due", this.due);
		map.put("status", this.status.json());
		map.put("message_ids", this.messageIds);
		map.put("closed_by", this.closedBy);
		map.put("authors", this.authors);
		map.put("aliases", this.aliases);
		map.put("as_of", this.asOf.value());
		map.put("created_at", Date.from(this.createdAt));
		map.put("updated_at", Date.from(this.updatedAt));
		return map;
	}

	public static ItemDocument from(Map<String, ?> map) {
		ItemStatus status = ItemStatus.of(Documents.text(map, "status"));
		return new ItemDocument(Documents.text(map, "_id"), Documents.text(map, "conversation_id"),
				Documents.text(map, "generation"), Kind.valueOf(Documents.text(map, "kind").toUpperCase(Locale.ROOT)),
				Documents.text(map, "text"), Documents.text(map, "said"), Documents.optionalText(map, "owner"),
				Documents.optionalText(map, "due"), (status != null) ? status : ItemStatus.OPEN,
				Documents.texts(map, "message_ids"), Documents.optionalText(map, "closed_by"),
				Documents.texts(map, "authors"), Documents.texts(map, "aliases"),
				new AsOf(Documents.text(map, "as_of")), Documents.instant(map, "created_at"),
				Documents.instant(map, "updated_at"));
	}

}
