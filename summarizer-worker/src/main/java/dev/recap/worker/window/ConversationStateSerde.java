package dev.recap.worker.window;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

import dev.recap.schema.topic.Position;
import dev.recap.worker.window.ConversationState.ClosedWindow;
import dev.recap.worker.window.ConversationState.OpenWindow;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a conversation as bytes: a version, a kind, then fixed-width fields. Bytes
 * that it cannot read are no state.
 */
final class ConversationStateSerde implements Serde<ConversationState> {

	private static final Logger log = LoggerFactory.getLogger(ConversationStateSerde.class);

	private static final byte VERSION = 1;

	private static final byte OPEN = 1;

	private static final byte OPEN_AFTER = 2;

	private static final byte CLOSED = 3;

	private static final int CLOSED_BYTES = 3 * Long.BYTES + 1;

	private static final int OPEN_BYTES = 2 * (Integer.BYTES + Long.BYTES) + 6 * Long.BYTES + 2 * Integer.BYTES;

	@Override
	public Serializer<ConversationState> serializer() {
		return (topic, state) -> switch (state) {
			case OpenWindow window -> write(window);
			case ClosedWindow window -> write(window);
			case null -> null;
		};
	}

	@Override
	public Deserializer<ConversationState> deserializer() {
		return (topic, bytes) -> (bytes != null) ? read(bytes) : null;
	}

	private static byte[] write(OpenWindow window) {
		ClosedWindow previous = window.previous();
		int size = 2 + OPEN_BYTES + window.seen().length * Long.BYTES + ((previous != null) ? CLOSED_BYTES : 0);
		ByteBuffer out = ByteBuffer.allocate(size).put(VERSION).put((previous != null) ? OPEN_AFTER : OPEN);
		put(out, window.first());
		put(out, window.last());
		out.putLong(window.appendedAt()).putLong(window.from()).putLong(window.to()).putInt(window.messages());
		out.putLong(window.openedAt()).putLong(window.lastAt()).putLong(window.deadlineAt());
		out.putInt(window.seen().length);
		// At once: a long window's hashes are most of what is read and written.
		out.asLongBuffer().put(window.seen());
		out.position(out.position() + window.seen().length * Long.BYTES);
		if (previous != null) {
			put(out, previous);
		}
		return out.array();
	}

	private static byte[] write(ClosedWindow window) {
		ByteBuffer out = ByteBuffer.allocate(2 + CLOSED_BYTES).put(VERSION).put(CLOSED);
		put(out, window);
		return out.array();
	}

	private static void put(ByteBuffer out, ClosedWindow window) {
		out.putLong(window.closedAt()).putLong(window.to()).put((byte) (window.byCount() ? 1 : 0));
		out.putLong(window.deadlineAt());
	}

	private static void put(ByteBuffer out, Position position) {
		out.putInt(position.partition()).putLong(position.offset());
	}

	private static @Nullable ConversationState read(byte[] bytes) {
		try {
			ByteBuffer in = ByteBuffer.wrap(bytes);
			byte version = in.get();
			byte kind = in.get();
			if (version == VERSION) {
				switch (kind) {
					case OPEN, OPEN_AFTER -> {
						return open(in, kind == OPEN_AFTER);
					}
					case CLOSED -> {
						return closed(in);
					}
					default -> {
					}
				}
			}
			log.warn("Dropping a conversation's state of version {} and kind {}", version, kind);
		}
		catch (BufferUnderflowException ex) {
			log.warn("Dropping a conversation's state of {} bytes: it is cut off", bytes.length);
		}
		return null;
	}

	private static OpenWindow open(ByteBuffer in, boolean follows) {
		Position first = position(in);
		Position last = position(in);
		long appendedAt = in.getLong();
		long from = in.getLong();
		long to = in.getLong();
		int messages = in.getInt();
		long openedAt = in.getLong();
		long lastAt = in.getLong();
		long deadlineAt = in.getLong();
		long[] seen = hashes(in);
		return new OpenWindow(first, last, appendedAt, from, to, messages, openedAt, lastAt,
				follows ? closed(in) : null, seen, deadlineAt);
	}

	private static long[] hashes(ByteBuffer in) {
		int count = in.getInt();
		if (count < 0 || count > OpenWindow.MAX_SEEN) {
			throw new BufferUnderflowException();
		}
		long[] hashes = new long[count];
		in.asLongBuffer().get(hashes);
		in.position(in.position() + count * Long.BYTES);
		return hashes;
	}

	private static ClosedWindow closed(ByteBuffer in) {
		return new ClosedWindow(in.getLong(), in.getLong(), in.get() != 0, in.getLong());
	}

	private static Position position(ByteBuffer in) {
		return new Position(in.getInt(), in.getLong());
	}

}
