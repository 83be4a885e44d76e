package dev.recap.worker.window;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one partition that have state, and beside them the order in which
 * they want to be looked at.
 */
final class Conversations {

	/**
	 * So many are visited at once: a transaction must not outlast its timeout when very
	 * many are due.
	 */
	private static final int MAX_VISITS = 5_000;

	private static final byte[] PRESENT = {};

	private final KeyValueStore<String, ConversationState> windows;

	private final KeyValueStore<byte[], byte[]> deadlines;

	/**
	 * No deadline lies before this moment: a scan from the very start would wade through
	 * what RocksDB has deleted and not yet compacted.
	 */
	private long earliest;

	Conversations(KeyValueStore<String, ConversationState> windows, KeyValueStore<byte[], byte[]> deadlines) {
		this.windows = windows;
		this.deadlines = deadlines;
	}

	/** How many windows are open; reads them all. */
	long countOpen() {
		long open = 0;
		try (KeyValueIterator<String, ConversationState> all = this.windows.all()) {
			while (all.hasNext()) {
				open += (all.next().value instanceof ConversationState.OpenWindow) ? 1 : 0;
			}
		}
		return open;
	}

	@Nullable ConversationState find(String conversationId) {
		return this.windows.get(conversationId);
	}

	/**
	 * Saves a state that wants to be looked at then. An earlier deadline stays as it is:
	 * when it comes up the later one takes its place, so that a message costs no deletion
	 * and insertion.
	 */
	void save(String conversationId, ConversationState state, long lookAt) {
		if (state.deadlineAt() <= lookAt) {
			this.windows.put(conversationId, state);
			return;
		}
		forgetDeadline(conversationId, state);
		this.deadlines.put(key(lookAt, conversationId), PRESENT);
		this.earliest = Math.min(this.earliest, lookAt);
		this.windows.put(conversationId, state.withDeadline(lookAt));
	}

	void remove(String conversationId, ConversationState state) {
		forgetDeadline(conversationId, state);
		this.windows.delete(conversationId);
	}

	private void forgetDeadline(String conversationId, ConversationState state) {
		if (state.deadlineAt() != ConversationState.NO_DEADLINE) {
			this.deadlines.delete(key(state.deadlineAt(), conversationId));
		}
	}

	/** Shows every conversation whose deadline has come, its deadline taken away. */
	void visitDue(long now, Visitor visitor) {
		List<byte[]> due = new ArrayList<>();
		this.earliest = collectDue(now, due);
		due.forEach((key) -> visit(key, visitor));
	}

	private long collectDue(long now, List<byte[]> due) {
		try (KeyValueIterator<byte[], byte[]> entries = this.deadlines.range(key(this.earliest, ""), null)) {
			while (entries.hasNext()) {
				byte[] key = entries.next().key;
				if (at(key) > now || due.size() == MAX_VISITS) {
					return at(key);
				}
				due.add(key);
			}
			return ConversationState.NO_DEADLINE;
		}
	}

	/** Whether any conversation has a deadline. */
	boolean areWaiting() {
		return this.earliest != ConversationState.NO_DEADLINE;
	}

	private void visit(byte[] key, Visitor visitor) {
		this.deadlines.delete(key);
		String conversationId = new String(key, Long.BYTES, key.length - Long.BYTES, StandardCharsets.UTF_8);
		ConversationState state = this.windows.get(conversationId);
		if (state == null) {
			this.windows.delete(conversationId);
		}
		else if (state.deadlineAt() == at(key)) {
			visitor.visit(conversationId, state.withDeadline(ConversationState.NO_DEADLINE));
		}
	}

	private static byte[] key(long at, String conversationId) {
		byte[] id = conversationId.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(Long.BYTES + id.length).putLong(at).put(id).array();
	}

	private static long at(byte[] key) {
		return ByteBuffer.wrap(key).getLong();
	}

	/** Looks at a conversation that is due. */
	@FunctionalInterface
	interface Visitor {

		void visit(String conversationId, ConversationState state);

	}

}
