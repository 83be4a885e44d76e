package dev.recap.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.topic.Position;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the log says must be stored, told in the plainest way. */
final class Expected {

	private final Map<String, Conversation> conversations = new TreeMap<>();

	private final Map<Position, ChatEvent> byPosition = new HashMap<>();

	private final Map<String, List<Entry>> byConversation = new HashMap<>();

	private Expected() {
	}

	static Expected of(List<ConsumerRecord<byte[], byte[]>> log) {
		Expected expected = new Expected();
		log.forEach(expected::read);
		expected.byConversation.forEach((id, entries) -> expected.conversations.put(id, Conversation.of(id, entries)));
		return expected;
	}

	private void read(ConsumerRecord<byte[], byte[]> record) {
		if (ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
				record.timestamp()) instanceof ReadResult.Readable readable) {
			Position position = new Position(record.partition(), record.offset());
			this.byPosition.put(position, readable.event());
			this.byConversation.computeIfAbsent(readable.event().conversationId(), (id) -> new ArrayList<>())
				.add(new Entry(readable.event(), position, record.timestamp()));
		}
	}

	Map<String, Conversation> conversations() {
		return this.conversations;
	}

	@Nullable ChatEvent at(Position position) {
		return this.byPosition.get(position);
	}

	/** Everything that happened to a conversation. */
	List<Entry> entries(String conversationId) {
		return this.byConversation.getOrDefault(conversationId, List.of());
	}

	/** An event where it lies. */
	record Entry(ChatEvent event, Position position, long appendedAt) {
	}

	/** What state a conversation must be in. */
	enum State {

		ABSENT, ACTIVE, ENDED, DELETED, ERASED

	}

	/** A conversation as it must be. */
	static final class Conversation {

		private final String id;

		private final boolean split;

		private final Map<String, Entry> messages = new LinkedHashMap<>();

		private final Set<String> erased = new HashSet<>();

		private final Set<String> either = new HashSet<>();

		private State state = State.ABSENT;

		private boolean everDeleted;

		private @Nullable Entry lastErasure;

		private Conversation(String id, boolean split) {
			this.id = id;
			this.split = split;
		}

		static Conversation of(String id, List<Entry> entries) {
			boolean split = entries.stream().map((entry) -> entry.position().partition()).distinct().count() > 1;
			Conversation conversation = new Conversation(id, split);
			entries.stream()
				.sorted(Comparator.comparingLong(Entry::appendedAt)
					.thenComparing((entry) -> entry.position().partition())
					.thenComparing((entry) -> entry.position().offset()))
				.forEach(conversation::follow);
			if (split) {
				conversation.findEither(entries);
			}
			return conversation;
		}

		private void follow(Entry entry) {
			switch (entry.event()) {
				case MessagePosted message -> said(message, entry);
				case ConversationUpdated updated -> create();
				case ConversationEnded ended -> become(State.ACTIVE, State.ENDED);
				case ConversationDeleted deleted -> deleted(deleted, entry);
				case ConversationRestored restored -> become(State.DELETED, State.ACTIVE);
				case MessageRead read -> {
				}
				case UserErased erased -> throw new IllegalStateException("The workload erases no users");
				case ItemChanged changed -> throw new IllegalStateException("The workload changes no items");
			}
		}

		private void said(MessagePosted message, Entry entry) {
			if (this.erased.contains(message.messageId()) || this.messages.containsKey(message.messageId())) {
				return;
			}
			this.messages.put(message.messageId(), entry);
			create();
			become(State.ENDED, State.ACTIVE);
		}

		private void create() {
			if (this.state == State.ABSENT || this.state == State.ERASED) {
				this.state = State.ACTIVE;
			}
		}

		private void become(State from, State to) {
			if (this.state == from) {
				this.state = to;
			}
		}

		private void deleted(ConversationDeleted deleted, Entry entry) {
			this.everDeleted = true;
			if (deleted.hard()) {
				this.erased.addAll(this.messages.keySet());
				this.messages.clear();
				this.state = State.ERASED;
				this.lastErasure = entry;
			}
			else {
				become(State.ACTIVE, State.DELETED);
				become(State.ENDED, State.DELETED);
			}
		}

		/**
		 * Of an erased message that came again in another partition nobody can tell which
		 * one was read first.
		 */
		private void findEither(List<Entry> entries) {
			Map<String, Set<Boolean>> covered = new HashMap<>();
			for (Entry entry : entries) {
				if (entry.event() instanceof MessagePosted message) {
					covered.computeIfAbsent(message.messageId(), (id) -> new HashSet<>())
						.add(entries.stream().anyMatch((other) -> covers(other, entry)));
				}
			}
			covered.forEach((id, both) -> {
				if (both.size() > 1) {
					this.either.add(id);
					this.messages.remove(id);
				}
				else if (both.contains(true)) {
					this.messages.remove(id);
				}
			});
		}

		private static boolean covers(Entry deletion, Entry entry) {
			return deletion.event() instanceof ConversationDeleted deleted && deleted.hard()
					&& (deletion.position().partition() == entry.position().partition()
							? deletion.position().offset() >= entry.position().offset()
							: deletion.appendedAt() >= entry.appendedAt());
		}

		String id() {
			return this.id;
		}

		/** Whether it lies in several partitions. */
		boolean split() {
			return this.split;
		}

		/** The messages that must be there, by id, with the record that counts. */
		Map<String, Entry> messages() {
			return this.messages;
		}

		/** Ids that may or may not be there. */
		Set<String> either() {
			return this.either;
		}

		State state() {
			return this.state;
		}

		boolean visible() {
			return this.state == State.ACTIVE || this.state == State.ENDED;
		}

		/** Whether it was ever hidden or erased. */
		boolean everDeleted() {
			return this.everDeleted;
		}

		@Nullable Entry lastErasure() {
			return this.lastErasure;
		}

	}

}
