package dev.recap.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/** What the system has said it took: all of this must be in the log. */
final class Accepted {

	private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

	private final Queue<Change> changes = new ConcurrentLinkedQueue<>();

	private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

	private final ConcurrentSkipListMap<Long, LongAdder> bySecond = new ConcurrentSkipListMap<>();

	private final AtomicLong slowestRefusal = new AtomicLong();

	private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

	/**
	 * A message.
	 *
	 * @param until its record lies here or before; null when it is to be refiled
	 */
	record Message(String conversationId, String messageId, String userId, String content, @Nullable Position until) {
	}

	/** A delete, a restore, an end. */
	record Change(String type, String conversationId, Position position) {
	}

	/** An answer of the assistant to a message. */
	record Reply(String conversationId, String messageId) {
	}

	void message(Message message) {
		this.messages.add(message);
		this.bySecond.computeIfAbsent(Instant.now().getEpochSecond(), (second) -> new LongAdder()).increment();
	}

	void change(Change change) {
		this.changes.add(change);
	}

	void reply(Reply reply) {
		this.replies.add(reply);
	}

	/** Somebody was told to come again, after some time. */
	void refused(Duration after) {
		this.slowestRefusal.accumulateAndGet(after.toMillis(), Math::max);
	}

	/** The longest that somebody waited only to be told to come again. */
	Duration slowestRefusal() {
		return Duration.ofMillis(this.slowestRefusal.get());
	}

	/** Counts what became of a request. */
	void outcome(String what) {
		this.outcomes.computeIfAbsent(what, (key) -> new LongAdder()).increment();
	}

	Collection<Message> messages() {
		return this.messages;
	}

	Collection<Change> changes() {
		return this.changes;
	}

	Collection<Reply> replies() {
		return this.replies;
	}

	Map<String, LongAdder> outcomes() {
		return this.outcomes;
	}

	/** Messages acknowledged in a second, on average between two moments. */
	double rate(Instant from, Instant to) {
		long seconds = Math.max(1, to.getEpochSecond() - from.getEpochSecond());
		return this.bySecond.subMap(from.getEpochSecond(), to.getEpochSecond())
			.values()
			.stream()
			.mapToLong(LongAdder::sum)
			.sum() / (double) seconds;
	}

}
