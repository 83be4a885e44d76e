package dev.recap.schema.summary;

import java.time.Instant;

import dev.recap.schema.Identifiers;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * Something wants a summary: the value of a record of {@code summary-requests}; it
 * carries no message text.
 *
 * @param requestId a function of conversation, last position, type and requester, so that
 * a replay names the same work, and nobody gets an answer that was meant for another
 * @param type window, rolling, brief or detailed
 * @param first where the window's first message lies; null for a request on demand, which
 * covers everything
 * @param last what must have been applied before the request is served: the window's last
 * message, or for a request on demand the last record of the conversation's partition
 * when it was made; null when it was empty
 * @param appendedAt when the broker appended the window's last message, in epoch
 * milliseconds; 0 on demand
 * @param from event time of the window's earliest message; null on demand
 * @param to event time of the window's latest message; null on demand
 * @param messages how many messages the window saw; 0 on demand
 * @param requestedAt when the request was made
 * @param unreadOf the user whose unread messages are to be summarized too; null for
 * nobody
 * @param requester the user who asks and has to take part in the conversation; null for
 * who may see every conversation
 */
public record SummaryRequest(String requestId, String conversationId, SummaryType type, Trigger trigger,
		@Nullable Position first, @Nullable Position last, long appendedAt, @Nullable Instant from,
		@Nullable Instant to, int messages, Instant requestedAt, @Nullable String unreadOf,
		@Nullable String requester) {

	/** A window closed. */
	public static SummaryRequest window(String conversationId, Trigger trigger, Position first, Position last,
			long appendedAt, Instant from, Instant to, int messages, Instant requestedAt) {
		String id = Identifiers.ofParts(conversationId, last, appendedAt, SummaryType.WINDOW.json());
		return new SummaryRequest(id, conversationId, SummaryType.WINDOW, trigger, first, last, appendedAt, from, to,
				messages, requestedAt, null, null);
	}

	/** Somebody asked. */
	public static SummaryRequest onDemand(String conversationId, SummaryType type, @Nullable Position last,
			Instant requestedAt) {
		String id = Identifiers.ofParts(conversationId, (last != null) ? last : "", 0, type.json());
		return new SummaryRequest(id, conversationId, type, Trigger.ON_DEMAND, null, last, 0, null, null, 0,
				requestedAt, null, null);
	}

	/** Somebody wants to know whether a user takes part in a conversation. */
	public static SummaryRequest check(String conversationId, String requester, @Nullable Position last,
			Instant requestedAt) {
		String id = Identifiers.ofParts(conversationId, (last != null) ? last : "", 0, Trigger.CHECK.json(), requester);
		return new SummaryRequest(id, conversationId, SummaryType.ROLLING, Trigger.CHECK, null, last, 0, null, null, 0,
				requestedAt, null, requester);
	}

	/** The same, asked by a user who has to take part in the conversation. */
	public SummaryRequest by(String user) {
		return new SummaryRequest(Identifiers.ofParts(this.requestId, "by", user), this.conversationId, this.type,
				this.trigger, this.first, this.last, this.appendedAt, this.from, this.to, this.messages,
				this.requestedAt, this.unreadOf, user);
	}

	/** The same, and what a user has not seen of it. */
	public SummaryRequest unreadOf(String userId) {
		return new SummaryRequest(Identifiers.ofParts(this.requestId, "unread", userId), this.conversationId, this.type,
				this.trigger, this.first, this.last, this.appendedAt, this.from, this.to, this.messages,
				this.requestedAt, userId, this.requester);
	}

}
