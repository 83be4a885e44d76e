package dev.recap.schema.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.recap.schema.event.Usage;
import dev.recap.schema.summary.ConversationSummary;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as it lies in {@code conversations}; {@code _id} is its id.
 *
 * <p>
 * Fields in the store:
 * {@code user_id, title, metadata, status, created_at, updated_at, message_count, first_at,
 * last_at, last_message, usage, summary, summary_terms, applied, generation, erased, deleted},
 * and those of {@link RetentionFields}.
 *
 * @param userId the owner: who wrote first, or was named since; null when nobody did
 * @param lastMessage the message of the latest timestamp
 * @param usage tokens and cost of all messages and summaries
 * @param summary the latest rolling summary
 * @param applied the last applied offset of each partition that held records of this
 * conversation
 * @param generation which life this is: empty for the first, then the position of the
 * hard delete that ended the one before; only messages of the same generation are the
 * conversation's
 * @param erased the last hard delete; null when there was none
 */
public record ConversationDocument(String id, @Nullable String userId, @Nullable String title,
		Map<String, Object> metadata, Status status, Instant createdAt, Instant updatedAt, long messageCount,
		@Nullable Instant firstAt, @Nullable Instant lastAt, @Nullable LastMessage lastMessage, @Nullable Usage usage,
		@Nullable ConversationSummary summary, Map<Integer, Long> applied, String generation, @Nullable Erased erased) {

	public static final String COLLECTION = "conversations";

	public static ConversationDocument from(Map<String, ?> map) {
		Map<String, Object> summary = Documents.map(map, "summary");
		return new ConversationDocument(Documents.text(map, "_id"), Documents.optionalText(map, "user_id"),
				Documents.optionalText(map, "title"), Documents.fromJson(map, "metadata"),
				Status.of(Documents.text(map, "status")), Documents.instant(map, "created_at"),
				Documents.instant(map, "updated_at"), Documents.number(map, "message_count"),
				Documents.optionalInstant(map, "first_at"), Documents.optionalInstant(map, "last_at"),
				LastMessage.from(Documents.map(map, "last_message")), Documents.optionalUsage(map, "usage"),
				summary.isEmpty() ? null : SummaryDocument.from(summary), applied(map),
				Documents.text(map, "generation"), Erased.from(Documents.map(map, "erased")));
	}

	/** The title to show: the one it was given, else the one its summary has. */
	public @Nullable String shownTitle() {
		return (this.title != null || this.summary == null) ? this.title : this.summary.title();
	}

	/** Metadata as it lies in the store: JSON text. */
	public static String metadata(Map<String, Object> metadata) {
		return Documents.json(metadata);
	}

	/** Whether the record at an offset of a partition has been applied to it. */
	public boolean hasApplied(int partition, long offset) {
		return this.applied.getOrDefault(partition, -1L) >= offset;
	}

	/** Whether reads may show it: neither erased nor softly deleted. */
	public boolean visible() {
		return this.status == Status.ACTIVE || this.status == Status.ENDED;
	}

	private static Map<Integer, Long> applied(Map<String, ?> map) {
		Map<Integer, Long> applied = new HashMap<>();
		Documents.map(map, "applied").forEach((partition, offset) -> {
			if (offset instanceof Number number) {
				applied.put(Integer.valueOf(partition), number.longValue());
			}
		});
		return applied;
	}

	/**
	 * What state a conversation is in; an erased one has nothing but the marks that keep
	 * late records out.
	 */
	public enum Status {

		ACTIVE, ENDED, DELETED, ERASED;

		public String json() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Status of(String name) {
			return valueOf(name.toUpperCase(Locale.ROOT));
		}

	}

	/** The message of the latest timestamp. */
	public record LastMessage(String messageId, String userId, String content, Instant timestamp) {

		static @Nullable LastMessage from(Map<String, Object> map) {
			return map.isEmpty() ? null
					: new LastMessage(Documents.text(map, "message_id"), Documents.text(map, "user_id"),
							Documents.text(map, "content"), Documents.instant(map, "timestamp"));
		}

	}

	/** Where the last hard delete lies and when the broker appended it. */
	public record Erased(int partition, long offset, Instant appendedAt) {

		static @Nullable Erased from(Map<String, Object> map) {
			return map.isEmpty() ? null : new Erased((int) Documents.number(map, "partition"),
					Documents.number(map, "offset"), Documents.instant(map, "appended_at"));
		}

		/**
		 * Whether a record was accepted before the delete; across partitions the broker's
		 * clock decides.
		 */
		public boolean covers(int recordPartition, long recordOffset, Instant recordAppendedAt) {
			return (recordPartition == this.partition) ? recordOffset <= this.offset
					: !recordAppendedAt.isAfter(this.appendedAt);
		}

	}

}
