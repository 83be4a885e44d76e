package dev.recap.worker.window;

import java.util.Arrays;

import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a conversation: an open window, or for a while the memory of a closed
 * one.
 */
sealed interface ConversationState {

	/** No entry among the deadlines. */
	long NO_DEADLINE = Long.MAX_VALUE;

	/**
	 * When the conversation's entry among the deadlines comes up, in epoch milliseconds.
	 */
	long deadlineAt();

	ConversationState withDeadline(long at);

	/** A message as a window sees it, times in epoch milliseconds. */
	record Entry(long hash, Position position, long appendedAt, long eventTime) {
	}

	/**
	 * A window that takes messages; all times in epoch milliseconds.
	 *
	 * @param first where its first message lies
	 * @param last where its last message lies
	 * @param appendedAt when the broker appended its last message
	 * @param from event time of its earliest message
	 * @param to event time of its latest message
	 * @param messages how many messages it has
	 * @param openedAt wall clock at its first message
	 * @param lastAt wall clock at its last message
	 * @param previous the closed window that it follows
	 * @param seen hashes of its latest message ids
	 */
	record OpenWindow(Position first, Position last, long appendedAt, long from, long to, int messages, long openedAt,
			long lastAt, @Nullable ClosedWindow previous, long[] seen, long deadlineAt) implements ConversationState {

		/** How many message ids a window remembers, 8 bytes each. */
		static final int MAX_SEEN = 256;

		static OpenWindow start(Entry entry, long now, @Nullable ClosedWindow previous) {
			long deadlineAt = (previous != null) ? previous.deadlineAt() : NO_DEADLINE;
			return new OpenWindow(entry.position(), entry.position(), entry.appendedAt(), entry.eventTime(),
					entry.eventTime(), 1, now, now, previous, new long[] { entry.hash() }, deadlineAt);
		}

		OpenWindow add(Entry entry, long now) {
			return new OpenWindow(this.first, entry.position(), entry.appendedAt(),
					Math.min(this.from, entry.eventTime()), Math.max(this.to, entry.eventTime()), this.messages + 1,
					this.openedAt, now, this.previous, remember(entry.hash()), this.deadlineAt);
		}

		private long[] remember(long hash) {
			int kept = Math.min(this.seen.length, MAX_SEEN - 1);
			long[] remembered = Arrays.copyOfRange(this.seen, this.seen.length - kept, this.seen.length + 1);
			remembered[kept] = hash;
			return remembered;
		}

		boolean hasSeen(long hash) {
			for (long known : this.seen) {
				if (known == hash) {
					return true;
				}
			}
			return false;
		}

		ClosedWindow close(boolean byCount, long now) {
			return new ClosedWindow(now, this.to, byCount, this.deadlineAt);
		}

		@Override
		public OpenWindow withDeadline(long at) {
			return new OpenWindow(this.first, this.last, this.appendedAt, this.from, this.to, this.messages,
					this.openedAt, this.lastAt, this.previous, this.seen, at);
		}

	}

	/**
	 * What a closed window leaves for a while.
	 *
	 * @param closedAt wall clock when it closed
	 * @param to event time of its latest message
	 * @param byCount whether it closed by count, so that the next one needs fewer
	 */
	record ClosedWindow(long closedAt, long to, boolean byCount, long deadlineAt) implements ConversationState {

		ClosedWindow startAnew() {
			return new ClosedWindow(this.closedAt, this.to, false, this.deadlineAt);
		}

		@Override
		public ClosedWindow withDeadline(long at) {
			return new ClosedWindow(this.closedAt, this.to, this.byCount, at);
		}

	}

}
