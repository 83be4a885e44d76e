package dev.recap.schema.store;

import java.util.List;

/**
 * An index the stored data needs.
 *
 * @param keys fields in order; one that begins with {@code -} descends
 */
public record IndexSpec(String collection, String name, List<String> keys) {

	/** Every index; both who writes and who reads makes sure they exist. */
	public static final List<IndexSpec> ALL = List.of(
			new IndexSpec(MessageDocument.COLLECTION, "by_time",
					List.of("conversation_id", "timestamp", "partition", "offset")),
			new IndexSpec(MessageDocument.COLLECTION, "by_position", List.of("conversation_id", "partition", "offset")),
			new IndexSpec(MessageDocument.COLLECTION, "by_term", List.of("terms", "timestamp")),
			new IndexSpec(ConversationDocument.COLLECTION, "by_summary_term", List.of("summary_terms")),
			new IndexSpec(ConversationDocument.COLLECTION, "by_activity",
					List.of(RetentionFields.KEPT_AS, "status", RetentionFields.ACTIVE_AT)),
			new IndexSpec(ConversationDocument.COLLECTION, "by_expiry", List.of(RetentionFields.EXPIRES_AT)),
			new IndexSpec(ConversationDocument.COLLECTION, "by_hiding", List.of(RetentionFields.HIDDEN_SINCE)),
			new IndexSpec(ConversationDocument.COLLECTION, "by_end", List.of(RetentionFields.ENDED_SINCE)),
			new IndexSpec(ArchivedDocument.COLLECTION, "of_conversation", List.of(ArchivedDocument.CONVERSATION)),
			new IndexSpec(ArchivedDocument.COLLECTION, "of_user", List.of(ArchivedDocument.USERS)),
			new IndexSpec(ArchivedDocument.COLLECTION, "by_due", List.of(ArchivedDocument.DUE)),
			new IndexSpec(MembershipDocument.COLLECTION, "of_user",
					List.of("user_id", "hidden", "last_at", "conversation_id")),
			new IndexSpec(MembershipDocument.COLLECTION, "of_conversation", List.of("conversation_id")),
			new IndexSpec(SummaryDocument.COLLECTION, "of_conversation",
					List.of("conversation_id", "generated_at", "_id")),
			new IndexSpec(ItemDocument.COLLECTION, "of_owner", List.of("owner", "created_at", "_id")),
			new IndexSpec(ItemDocument.COLLECTION, "of_owner_by_status",
					List.of("owner", "status", "created_at", "_id")),
			new IndexSpec(ItemDocument.COLLECTION, "of_conversation", List.of("conversation_id", "created_at", "_id")),
			new IndexSpec(ItemDocument.COLLECTION, "by_position", List.of("conversation_id", "as_of")),
			new IndexSpec(ItemDocument.COLLECTION, "by_alias", List.of("aliases")),
			new IndexSpec("item_evidence", "of_conversation", List.of("conversation_id", "generation")),
			new IndexSpec("item_ledgers", "of_conversation", List.of("conversation_id")),
			new IndexSpec(UsageDocument.COLLECTION, "of_user", List.of("user_id", "day")),
			new IndexSpec(ModelAnswerDocument.COLLECTION, "of_conversation",
					List.of(ModelAnswerDocument.CONVERSATIONS)),
			new IndexSpec(ModelAnswerDocument.COLLECTION, "by_age", List.of(ModelAnswerDocument.AT)));

	public IndexSpec {
		keys = List.copyOf(keys);
	}

}
