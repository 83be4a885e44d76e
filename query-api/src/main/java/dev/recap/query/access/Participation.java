package dev.recap.query.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who takes part in a conversation: its owner, and everybody who has written in it. A
 * read marker alone is no part.
 */
public final class Participation {

	private final Store store;

	Participation(Store store) {
		this.store = store;
	}

	/**
	 * Those of the conversations that a reader takes part in, by id.
	 * @param reader null for one who may read all
	 */
	public Mono<Map<String, ConversationDocument>> of(@Nullable String reader,
			Map<String, ConversationDocument> conversations) {
		if (reader == null) {
			return Mono.just(conversations);
		}
		List<String> unsure = conversations.values()
			.stream()
			.filter((conversation) -> !owns(reader, conversation))
			.map((conversation) -> MembershipDocument.id(reader, conversation.id()))
			.toList();
		return this.store.byIds(MembershipDocument.COLLECTION, unsure).map((found) -> {
			Map<String, ConversationDocument> joined = new HashMap<>(conversations);
			joined.values().removeIf((conversation) -> !owns(reader, conversation));
			found.stream()
				.map(MembershipDocument::from)
				.filter((membership) -> wrote(membership, conversations.get(membership.conversationId())))
				.forEach((membership) -> joined.put(membership.conversationId(),
						conversations.get(membership.conversationId())));
			return joined;
		});
	}

	/**
	 * Whether a reader takes part in the conversation of a membership of its own.
	 * @param reader null for one who may read all
	 */
	public static boolean includes(@Nullable String reader, MembershipDocument membership,
			ConversationDocument conversation) {
		return reader == null || owns(reader, conversation) || wrote(membership, conversation);
	}

	Mono<Boolean> includes(String reader, ConversationDocument conversation) {
		return of(reader, Map.of(conversation.id(), conversation)).map((joined) -> !joined.isEmpty());
	}

	static boolean owns(String reader, ConversationDocument conversation) {
		return reader.equals(conversation.userId());
	}

	private static boolean wrote(MembershipDocument membership, @Nullable ConversationDocument conversation) {
		return conversation != null && membership.wroteIn(conversation.generation());
	}

}
