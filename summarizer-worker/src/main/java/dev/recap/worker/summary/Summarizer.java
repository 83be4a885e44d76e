package dev.recap.worker.summary;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * Serves one request: reads what it is about, asks the engine, stores and publishes. What
 * is stored for a request is stored once, a newer summary is never replaced by an older,
 * and nothing outlives an erasure.
 */
final class Summarizer {

	/** Ids of the rolling summaries in engine results; they live in the conversation. */
	private static final String ROLLING = "/rolling";

	private final SummaryStore store;

	private final SummaryEngine engine;

	private final Outbox outbox;

	private final int maxMessages;

	private final Clock clock;

	Summarizer(SummaryStore store, SummaryEngine engine, Outbox outbox, int maxMessages, Clock clock) {
		this.store = store;
		this.engine = engine;
		this.outbox = outbox;
		this.maxMessages = maxMessages;
		this.clock = clock;
	}

	/** Where summaries are published; each call returns when the log has it. */
	interface Outbox {

		void updated(SummaryUpdated event);

		void failed(SummaryFailed event);

		/** Says that a conversation has no summary any more. */
		void erased(String conversationId);

	}

	/** Whether everything a request is about has been archived. */
	boolean ready(SummaryRequest request) {
		return request.last() == null || this.store.applied(request.last());
	}

	/**
	 * Serves a request that is ready.
	 * @throws EngineException when no engine could
	 */
	void serve(SummaryRequest request) {
		Optional<ConversationDocument> found = this.store.conversation(request.conversationId());
		switch (request.type()) {
			case WINDOW -> found.ifPresent((conversation) -> window(request, conversation));
			case ROLLING, BRIEF, DETAILED -> found.filter(ConversationDocument::visible)
				.ifPresentOrElse((conversation) -> onDemand(request, conversation), () -> unknown(request));
		}
	}

	private void window(SummaryRequest request, ConversationDocument conversation) {
		Optional<ConversationSummary> done = this.store.summary(request.requestId(), conversation.generation());
		if (done.isPresent()) {
			publish(request, conversation, done.get());
			return;
		}
		Position first = request.first();
		Position last = request.last();
		if (first == null || last == null) {
			throw new IllegalArgumentException("A window has a first and a last position");
		}
		List<MessageDocument> messages = this.store.between(conversation, first, last, this.maxMessages);
		if (messages.isEmpty()) {
			// All of them were duplicates of what other windows have covered.
			return;
		}
		AsOf asOf = AsOf.of(request.appendedAt(), last.partition(), last.offset());
		int omitted = Math.max(0, request.messages() - this.maxMessages);
		EngineInput input = new EngineInput(conversation.id(), SummaryType.WINDOW, null, messages);
		ConversationSummary previous = conversation.summary();
		if (previous != null && previous.asOf().compareTo(asOf) >= 0) {
			// A later window was faster, and its rolling summary covers this one.
			keep(request, conversation,
					summary(request.requestId(), input, this.engine.summarize(input), asOf, omitted), null);
			return;
		}
		AsOf start = (previous != null) ? previous.asOf() : AsOf.START;
		List<MessageDocument> fresh = this.store.since(conversation, start, asOf, this.maxMessages);
		EngineInput rolling = new EngineInput(conversation.id(), SummaryType.ROLLING, previous,
				fresh.isEmpty() ? messages : fresh);
		SummaryPair pair = this.engine.summarize(input, rolling);
		keep(request, conversation, summary(request.requestId(), input, pair.window(), asOf, omitted),
				summary(request.requestId() + ROLLING, rolling, pair.rolling(), asOf, 0));
	}

	private void keep(SummaryRequest request, ConversationDocument conversation, ConversationSummary window,
			@Nullable ConversationSummary rolling) {
		if (this.store.unchanged(conversation) == null) {
			return;
		}
		this.store.store(window, conversation.generation());
		if (rolling != null) {
			this.store.storeRolling(rolling, conversation.generation());
		}
		publish(request, conversation, window);
	}

	private void onDemand(SummaryRequest request, ConversationDocument conversation) {
		if (request.type() == SummaryType.ROLLING) {
			latest(request, conversation);
			return;
		}
		Optional<AsOf> newest = this.store.newest(conversation);
		Optional<ConversationSummary> latest = this.store.latest(conversation, request.type());
		AsOf asOf = newest.orElse(AsOf.START);
		if (latest.isPresent() && latest.get().asOf().equals(asOf)) {
			publish(request, conversation, latest.get());
			return;
		}
		if (newest.isEmpty()) {
			fail(request, "not_found", "The conversation has no messages to summarize");
			return;
		}
		EngineInput input = whole(request.type(), conversation, asOf);
		int omitted = (input.previous() != null) ? 0
				: (int) Math.max(0, conversation.messageCount() - input.messages().size());
		ConversationSummary summary = summary(request.requestId(), input, this.engine.summarize(input), asOf, omitted);
		if (this.store.unchanged(conversation) == null) {
			unknown(request);
			return;
		}
		this.store.store(summary, conversation.generation());
		publish(request, conversation, summary);
	}

	/** Somebody begins to watch: what there is, without any engine. */
	private void latest(SummaryRequest request, ConversationDocument conversation) {
		if (conversation.summary() == null) {
			fail(request, "not_found", "The conversation has no summary yet");
			return;
		}
		publish(request, conversation, conversation.summary());
	}

	/**
	 * All messages; of a conversation too long for that, the summary so far and the rest.
	 */
	private EngineInput whole(SummaryType type, ConversationDocument conversation, AsOf asOf) {
		if (conversation.messageCount() > this.maxMessages && conversation.summary() != null) {
			List<MessageDocument> rest = this.store.since(conversation, conversation.summary().asOf(), asOf,
					this.maxMessages);
			if (!rest.isEmpty()) {
				return new EngineInput(conversation.id(), type, conversation.summary(), rest);
			}
		}
		return new EngineInput(conversation.id(), type, null,
				this.store.since(conversation, AsOf.START, asOf, this.maxMessages));
	}

	private ConversationSummary summary(String id, EngineInput input, EngineResult result, AsOf asOf, int omitted) {
		List<MessageDocument> messages = input.messages();
		ConversationSummary previous = input.previous();
		Instant from = messages.stream().map(MessageDocument::timestamp).min(Instant::compareTo).orElse(null);
		Instant to = messages.stream().map(MessageDocument::timestamp).max(Instant::compareTo).orElse(null);
		int count = messages.size() + omitted;
		if (previous != null) {
			from = earlier(from, previous.covers().from());
			count += previous.covers().messages();
			omitted += previous.covers().omitted();
		}
		return new ConversationSummary(id, input.conversationId(), input.type(), result.status(), asOf, result.title(),
				result.summary(), result.insights(), new Coverage(from, to, count, omitted + result.omitted()),
				(result.model() != null) ? "llm" : "extractive", result.model(), result.version(), result.usage(),
				this.clock.instant());
	}

	private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.isBefore(other) ? one : other;
	}

	/**
	 * Publishes a stored summary with the conversation's latest; whoever publishes last
	 * has read last, so the topic ends with the newest.
	 */
	private void publish(SummaryRequest request, ConversationDocument conversation, ConversationSummary summary) {
		ConversationSummary unread = unread(request, conversation, summary.asOf());
		ConversationDocument now = this.store.unchanged(conversation);
		while (now != null) {
			this.outbox
				.updated(new SummaryUpdated(request.requestId(), conversation.id(), summary, now.summary(), unread));
			ConversationDocument after = this.store.unchanged(conversation);
			if (after != null && same(now.summary(), after.summary())) {
				return;
			}
			now = after;
		}
		// It was erased meanwhile, and the erasure may not have seen what is stored here.
		this.store.remove(summary.summaryId());
		this.outbox.erased(conversation.id());
		if (request.first() == null) {
			unknown(request);
		}
	}

	/** What a user has not seen; it is for that user alone and not stored. */
	private @Nullable ConversationSummary unread(SummaryRequest request, ConversationDocument conversation, AsOf asOf) {
		if (request.unreadOf() == null) {
			return null;
		}
		List<MessageDocument> unread = this.store.unread(conversation, request.unreadOf(),
				this.store.since(conversation, AsOf.START, asOf, this.maxMessages));
		if (unread.isEmpty()) {
			return null;
		}
		EngineInput input = new EngineInput(conversation.id(), SummaryType.BRIEF, null, unread);
		return summary(request.requestId(), input, this.engine.summarize(input), asOf, 0);
	}

	private static boolean same(@Nullable ConversationSummary one, @Nullable ConversationSummary other) {
		return (one == null || other == null) ? one == other : one.asOf().equals(other.asOf());
	}

	private void unknown(SummaryRequest request) {
		fail(request, "not_found", "There is no conversation '" + request.conversationId() + "'");
	}

	private void fail(SummaryRequest request, String code, String error) {
		this.outbox.failed(new SummaryFailed(request.requestId(), request.conversationId(), code, error));
	}

}
