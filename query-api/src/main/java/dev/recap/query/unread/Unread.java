package dev.recap.query.unread;

import java.time.Instant;

import dev.recap.query.history.MessageQueries;
import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MembershipDocument;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Counts what users have not seen: all that is later than what they read or wrote. */
public final class Unread {

	private static final int MOST = 1000;

	private final Store store;

	public Unread(Store store) {
		this.store = store;
	}

	/** How many messages the user has not seen; it counts no further than 1000. */
	public Mono<Long> count(MembershipDocument membership, ConversationDocument conversation) {
		return after(seen(membership), conversation);
	}

	/** How many messages are later than a time, all when there is none. */
	public Mono<Long> after(@Nullable Instant seen, ConversationDocument conversation) {
		Instant last = conversation.lastAt();
		if (last == null || (seen != null && !last.isAfter(seen))) {
			return Mono.just(0L);
		}
		return (seen == null) ? Mono.just(Math.min(conversation.messageCount(), MOST))
				: this.store.count(MessageQueries.countable(conversation, seen), MOST);
	}

	/** Up to when the user has seen everything; null when nothing was seen. */
	public static @Nullable Instant seen(MembershipDocument membership) {
		return later(membership.readAt(), membership.wroteAt());
	}

	/** The later of two times; null when there is none. */
	public static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.isAfter(other) ? one : other;
	}

}
