package dev.recap.worker.window;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.worker.window.ConversationState.ClosedWindow;
import dev.recap.worker.window.ConversationState.Entry;
import dev.recap.worker.window.ConversationState.OpenWindow;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the messages of each conversation into windows and closes them. */
final class WindowProcessor implements Processor<String, ChatEvent, byte[], byte[]> {

	private static final Logger log = LoggerFactory.getLogger(WindowProcessor.class);

	private final WindowSettings settings;

	private final ClosingRules rules;

	private final WindowMetrics metrics;

	private final Commits commits;

	private final Causes causes = new Causes();

	@SuppressWarnings("NullAway.Init")
	private ProcessorContext<byte[], byte[]> context;

	@SuppressWarnings("NullAway.Init")
	private Conversations conversations;

	private @Nullable Cancellable punctuator;

	private long open;

	WindowProcessor(WindowSettings settings, WindowMetrics metrics, Commits commits) {
		this.commits = commits;
		this.settings = settings;
		this.rules = new ClosingRules(settings);
		this.metrics = metrics;
	}

	@Override
	public void init(ProcessorContext<byte[], byte[]> context) {
		this.context = context;
		this.conversations = new Conversations(context.getStateStore(WindowTopology.WINDOW_STORE),
				context.getStateStore(WindowTopology.DEADLINE_STORE));
		opened(this.conversations.countOpen());
		keepTime();
	}

	@Override
	public void close() {
		opened(-this.open);
	}

	private void opened(long more) {
		this.open += more;
		this.metrics.opened(more);
	}

	@Override
	public void process(Record<String, ChatEvent> record) {
		long now = this.context.currentSystemTimeMs();
		switch (record.value()) {
			case MessagePosted message -> {
				this.causes.note(message.conversationId(), record.headers());
				add(message.conversationId(), entry(message, record.timestamp()), now);
			}
			case ConversationEnded ended -> end(ended.conversationId(), now);
			case ConversationDeleted deleted -> drop(deleted);
			case ConversationUpdated updated -> {
			}
			case ConversationRestored restored -> {
			}
			case UserErased erased -> {
			}
			case ItemChanged changed -> {
			}
			case MessageRead read -> {
			}
		}
		keepTime();
	}

	private Entry entry(MessagePosted message, long appendedAt) {
		RecordMetadata origin = this.context.recordMetadata().orElseThrow();
		return new Entry(hash(message.messageId()), new Position(origin.partition(), origin.offset()), appendedAt,
				message.timestamp().toEpochMilli());
	}

	/** FNV-1a over 64 bits, its bits mixed at the end. */
	private static long hash(String messageId) {
		long hash = 0xcbf29ce484222325L;
		for (int i = 0; i < messageId.length(); i++) {
			hash = (hash ^ messageId.charAt(i)) * 0x100000001b3L;
		}
		hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
		return hash ^ (hash >>> 33);
	}

	private void add(String conversationId, Entry entry, long now) {
		ConversationState state = this.conversations.find(conversationId);
		if (state instanceof OpenWindow window && window.hasSeen(entry.hash())) {
			this.metrics.duplicate();
			return;
		}
		if (state instanceof OpenWindow window && this.rules.isBeyondGap(entry, window.to())) {
			state = close(conversationId, window, Trigger.GAP, now);
		}
		if (!(state instanceof OpenWindow)) {
			opened(1);
		}
		OpenWindow grown = switch (state) {
			case OpenWindow window -> window.add(entry, now);
			case ClosedWindow window -> OpenWindow.start(entry, now, this.rules.remembered(window, entry, now));
			case null -> OpenWindow.start(entry, now, null);
		};
		settle(conversationId, grown, now);
	}

	private void end(String conversationId, long now) {
		if (this.conversations.find(conversationId) instanceof OpenWindow window) {
			settle(conversationId, close(conversationId, window, Trigger.END, now), now);
		}
	}

	private void drop(ConversationDeleted deleted) {
		ConversationState state = this.conversations.find(deleted.conversationId());
		if (state != null && !isNewer(state, deleted.idleSince())) {
			remove(deleted.conversationId(), state);
		}
	}

	/**
	 * Whether messages have come after the time at which a conversation was found idle.
	 */
	private static boolean isNewer(ConversationState state, @Nullable Instant idleSince) {
		return idleSince != null && state instanceof OpenWindow window
				&& window.appendedAt() > idleSince.toEpochMilli();
	}

	private void remove(String conversationId, ConversationState state) {
		this.causes.forget(conversationId);
		if (state instanceof OpenWindow) {
			opened(-1);
		}
		this.conversations.remove(conversationId, state);
	}

	/** Closes a window that is due, or keeps it until it is. */
	private void settle(String conversationId, OpenWindow window, long now) {
		ClosingRules.Due due = this.rules.due(window);
		if (due.at() <= now) {
			settle(conversationId, close(conversationId, window, due.trigger(), now), now);
		}
		else {
			this.conversations.save(conversationId, window, due.at());
		}
	}

	/** Forgets a closed window that has no more say, or keeps it while it has. */
	private void settle(String conversationId, ClosedWindow window, long now) {
		long forgetAt = this.rules.forgetAt(window);
		if (forgetAt <= now) {
			this.conversations.remove(conversationId, window);
		}
		else {
			this.conversations.save(conversationId, window, forgetAt);
		}
	}

	private ClosedWindow close(String conversationId, OpenWindow window, Trigger trigger, long now) {
		SummaryRequest request = SummaryRequest.window(conversationId, trigger, window.first(), window.last(),
				window.appendedAt(), Instant.ofEpochMilli(window.from()), Instant.ofEpochMilli(window.to()),
				window.messages(), Instant.ofEpochMilli(now));
		Record<byte[], byte[]> record = new Record<>(conversationId.getBytes(StandardCharsets.UTF_8),
				Json.bytes(request), now);
		RecordHeaders.stamp(record.headers());
		this.causes.moveTo(conversationId, record.headers());
		this.context.forward(record);
		this.commits.ask(this.context, now);
		this.metrics.closed(trigger);
		opened(-1);
		return window.close(trigger == Trigger.COUNT, now);
	}

	/** Looks for due windows while there are any: an idle app then commits nothing. */
	private void keepTime() {
		if (this.punctuator == null && this.conversations.areWaiting()) {
			this.punctuator = this.context.schedule(this.settings.punctuateInterval(), PunctuationType.WALL_CLOCK_TIME,
					this::punctuate);
		}
	}

	private void punctuate(long now) {
		this.conversations.visitDue(now, (conversationId, state) -> visit(conversationId, state, now));
		if (this.punctuator != null && !this.conversations.areWaiting()) {
			this.punctuator.cancel();
			this.punctuator = null;
		}
	}

	private void visit(String conversationId, ConversationState state, long now) {
		try {
			switch (state) {
				case OpenWindow window -> settle(conversationId, window, now);
				case ClosedWindow window -> settle(conversationId, window, now);
			}
		}
		catch (KafkaException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// One window that our code fails on must not keep all others from closing.
			log.atError()
				.addKeyValue("conversation_id", conversationId)
				.setCause(ex)
				.log("Dropping the window of conversation {}", conversationId);
			this.metrics.failed();
			remove(conversationId, state);
		}
	}

}
