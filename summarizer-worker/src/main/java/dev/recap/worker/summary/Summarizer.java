package dev.recap.worker.summary;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import dev.recap.worker.ledger.Ledger;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.summary.Engines.Made;
import org.jspecify.annotations.Nullable;

/**
 * Serves requests: reads what was said, has it summarized, stores and publishes the
 * result, each request once.
 */
final class Summarizer {

	/** Of a conversation too long to be read again, this many messages are. */
	private static final int RECENT = 200;

	private static final int AT_ONCE = 10;

	/**
	 * For so many rounds a summary that is made again is left to the worker that is at
	 * it, in case that one dies.
	 */
	private static final int CLAIM = 10;

	private final SummaryStore store;

	private final SummaryPublisher publisher;

	private final Engines engines;

	private final SummarySettings settings;

	private final SummaryMetrics metrics;

	private final Clock clock;

	private final Ledger ledger;

	private final Turns turns = new Turns();

	Summarizer(SummaryStore store, SummaryPublisher publisher, Engines engines, SummarySettings settings,
			SummaryMetrics metrics, Clock clock, Ledger ledger) {
		this.store = store;
		this.publisher = publisher;
		this.engines = engines;
		this.settings = settings;
		this.metrics = metrics;
		this.clock = clock;
		this.ledger = ledger;
	}

	/** Serves a request as soon as what it asks for is stored. */
	Outcome serve(SummaryRequest request) {
		Position last = request.last();
		if (last != null) {
			this.store.await(last);
		}
		if (request.trigger() == Trigger.CHECK) {
			// It makes nothing, so it need not wait for a summary under way.
			return asked(request, this.store.conversation(request.conversationId()));
		}
		return this.turns.take(request.conversationId(), () -> {
			Conversation conversation = this.store.conversation(request.conversationId());
			return (request.type() == SummaryType.WINDOW) ? window(request, conversation)
					: asked(request, conversation);
		});
	}

	/** Somebody asks, who may have to take part. */
	private Outcome asked(SummaryRequest request, @Nullable Conversation conversation) {
		if (conversation == null || !conversation.visible()) {
			return notFound(request);
		}
		String requester = request.requester();
		if (requester != null && !this.store.takesPart(requester, conversation)) {
			return forbidden(request);
		}
		if (request.trigger() == Trigger.CHECK) {
			return checked(request, conversation);
		}
		return (request.type() == SummaryType.ROLLING) ? latest(request, conversation)
				: onDemand(request, conversation);
	}

	private Outcome checked(SummaryRequest request, Conversation conversation) {
		String requester = request.requester();
		boolean owner = requester != null && conversation.ownedBy(requester);
		this.publisher.checked(request.requestId(), request.conversationId(), owner);
		return Outcome.CHECKED;
	}

	private Outcome window(SummaryRequest request, @Nullable Conversation conversation) {
		if (conversation == null || conversation.erased()) {
			return dropped(request);
		}
		ConversationSummary known = this.store.summary(request.requestId(), conversation.generation());
		if (known != null) {
			note(request, conversation);
			announce(request, conversation, known);
			return Outcome.REPEATED;
		}
		Made<@Nullable Windows> made = this.engines.makeAtLeisure((engine) -> windows(engine, request, conversation));
		Windows windows = made.result();
		return (windows != null) ? keep(request, conversation, windows, made.instead()) : Outcome.EMPTY;
	}

	private Outcome dropped(SummaryRequest request) {
		retract(request.conversationId());
		return Outcome.DROPPED;
	}

	private MessageLog messages(SummaryRequest request, Conversation conversation) {
		Position first = request.first();
		Position last = request.last();
		if (first == null || last == null) {
			throw new IllegalArgumentException("A window has a first and a last message");
		}
		return this.store.window(conversation, first, last, request.appendedAt());
	}

	private static AsOf asOf(SummaryRequest request) {
		Position last = request.last();
		return (last != null) ? AsOf.of(request.appendedAt(), last.partition(), last.offset()) : AsOf.START;
	}

	/** What an engine makes of a window; null when there is nothing in it. */
	private @Nullable Windows windows(SummaryEngine engine, SummaryRequest request, Conversation conversation) {
		AsOf asOf = asOf(request);
		AsOf before = conversation.rollingAsOf();
		MessageLog messages = messages(request, conversation);
		if (!messages.hasNext()) {
			return null;
		}
		Part window = part(engine, SummaryType.WINDOW, conversation, null, messages);
		MessageLog since = this.store.between(conversation, before, asOf);
		if (before.compareTo(asOf) >= 0 || !since.hasNext()) {
			return new Windows(complete(window, engine.summarize(window.input()), engine, request, asOf), null);
		}
		Part rolling = part(engine, SummaryType.ROLLING, conversation, conversation.rolling(), since);
		WindowResult both = engine.summarizeWindow(window.input(), rolling.input());
		return new Windows(complete(window, both.window(), engine, request, asOf),
				complete(rolling, both.rolling(), engine, request, asOf));
	}

	private Part part(SummaryEngine engine, SummaryType type, Conversation conversation,
			@Nullable ConversationSummary previous, MessageLog messages) {
		return Part.before(engine, type, conversation, previous, messages, this.settings, this.clock);
	}

	private ConversationSummary complete(Part part, EngineResult result, SummaryEngine engine, SummaryRequest request,
			AsOf asOf) {
		return part.summary(result, request.requestId(), asOf, engine.name(), this.clock.instant());
	}

	private Outcome keep(SummaryRequest request, Conversation conversation, Windows made, @Nullable Reason instead) {
		ConversationSummary window = made.window();
		ConversationSummary rolling = made.rolling();
		String generation = conversation.generation();
		if (gone(request.conversationId(), generation)) {
			return dropped(request);
		}
		if (rolling != null) {
			this.store.advance(rolling, generation);
		}
		store(request, generation, window, instead);
		note(request, conversation);
		if (gone(request.conversationId(), generation)) {
			return removed(request, generation);
		}
		announce(request, conversation, window);
		return Outcome.STORED;
	}

	/** Takes what the window's stored summary says into the ledger. */
	private void note(SummaryRequest request, Conversation conversation) {
		String generation = conversation.generation();
		ConversationSummary stored = this.store.summary(request.requestId(), generation);
		if (stored != null) {
			Iterable<MessageDocument> said = () -> messages(request, conversation).all();
			this.store.patiently("keep the ledger", () -> {
				this.ledger.window(request.requestId(), conversation.id(), generation, stored.insights(), said);
				return stored;
			});
		}
	}

	private void store(SummaryRequest request, String generation, ConversationSummary summary,
			@Nullable Reason instead) {
		if (instead != null && instead.passes()) {
			this.store.degrade(request, generation);
		}
		if (this.store.insert(summary, generation, instead) || this.store.renew(summary, generation)) {
			charge(summary, generation);
			this.metrics.stored(summary, request.trigger());
		}
	}

	private void charge(ConversationSummary summary, String generation) {
		Usage usage = summary.usage();
		if (usage != null) {
			this.store.charge(summary.conversationId(), generation, usage);
		}
	}

	private Outcome removed(SummaryRequest request, String generation) {
		this.store.remove(request.requestId(), generation);
		this.store.patiently("erase items", () -> {
			this.ledger.erase(request.conversationId(), generation);
			return generation;
		});
		return dropped(request);
	}

	private boolean gone(String conversationId, String generation) {
		return gone(this.store.conversation(conversationId), generation);
	}

	private static boolean gone(@Nullable Conversation now, String generation) {
		return now == null || now.erased() || !now.generation().equals(generation);
	}

	private Outcome onDemand(SummaryRequest request, Conversation conversation) {
		AsOf newest = this.store.newest(conversation);
		if (newest.equals(AsOf.START)) {
			this.publisher.updated(request.requestId(), nothing(request), null);
			return Outcome.EMPTY;
		}
		ConversationSummary known = this.store.answer(conversation, request.type());
		if (known != null && known.asOf().equals(newest)) {
			announce(request, conversation, known);
			return Outcome.REPEATED;
		}
		Made<ConversationSummary> made = this.engines.make((engine) -> whole(engine, request, conversation, newest));
		String generation = conversation.generation();
		if (gone(request.conversationId(), generation)) {
			return notFound(request);
		}
		store(request, generation, made.result(), made.instead());
		this.store.answer(made.result(), generation);
		if (gone(request.conversationId(), generation)) {
			removed(request, generation);
			return notFound(request);
		}
		announce(request, conversation, made.result());
		return Outcome.STORED;
	}

	/** Somebody begins to watch: what there is, without any engine. */
	private Outcome latest(SummaryRequest request, Conversation conversation) {
		ConversationSummary rolling = conversation.rolling();
		if (rolling == null) {
			return notFound(request);
		}
		announce(request, conversation, rolling);
		return Outcome.REPEATED;
	}

	private Outcome notFound(SummaryRequest request) {
		this.publisher.failed(request.requestId(), request.conversationId(), "not_found",
				"There is no conversation " + request.conversationId());
		return Outcome.FAILED;
	}

	private Outcome forbidden(SummaryRequest request) {
		this.publisher.failed(request.requestId(), request.conversationId(), "forbidden",
				"Only who takes part in this conversation may do that: its owner, and who has written in it");
		return Outcome.FAILED;
	}

	private ConversationSummary nothing(SummaryRequest request) {
		return new ConversationSummary(request.requestId(), request.conversationId(), request.type(),
				SummaryStatus.INSUFFICIENT_CONTENT, AsOf.START, null, "", Insights.none(),
				new Coverage(null, null, 0, 0), "extractive", null, "none", null, this.clock.instant());
	}

	private ConversationSummary whole(SummaryEngine engine, SummaryRequest request, Conversation conversation,
			AsOf newest) {
		ConversationSummary rolling = conversation.rolling();
		boolean tooLong = rolling != null && conversation.document().messageCount() > this.settings.chunk();
		AsOf start = tooLong ? earlier(conversation.rollingAsOf(), this.store.beforeNewest(conversation, RECENT))
				: AsOf.START;
		Part part = part(engine, request.type(), conversation, tooLong ? rolling : null,
				this.store.between(conversation, start, newest));
		return complete(part, engine.summarize(part.input()), engine, request, newest);
	}

	private static AsOf earlier(AsOf one, AsOf other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/** Has the model make what it could not before; false when it still cannot. */
	boolean redo() {
		for (List<SummaryRequest> some = this.store.degraded(AT_ONCE); !some.isEmpty(); some = this.store
			.degraded(AT_ONCE)) {
			if (!some.stream().allMatch(this::redone)) {
				return false;
			}
		}
		return true;
	}

	/** Unless another worker is at it. */
	private boolean redone(SummaryRequest request) {
		if (!this.store.claim(request.requestId(), this.settings.redo().multipliedBy(CLAIM))) {
			return true;
		}
		try {
			return this.turns.take(request.conversationId(), () -> redo(request));
		}
		catch (EngineException ex) {
			if (!ex.reason().passes()) {
				this.store.settled(request.requestId());
				return true;
			}
			this.store.release(request.requestId());
			return false;
		}
	}

	private boolean redo(SummaryRequest request) {
		Conversation conversation = this.store.conversation(request.conversationId());
		ConversationSummary known = (conversation != null && !conversation.erased())
				? this.store.summary(request.requestId(), conversation.generation()) : null;
		if (conversation != null && known != null && !known.engine().equals("llm")) {
			if (request.type() == SummaryType.WINDOW) {
				redoWindow(request, conversation, known);
			}
			else if (known.asOf().equals(this.store.newest(conversation))) {
				redoAnswer(request, conversation, known);
			}
		}
		this.store.settled(request.requestId());
		return true;
	}

	private void redoWindow(SummaryRequest request, Conversation conversation, ConversationSummary known) {
		ConversationSummary rolling = own(conversation.rolling(), request);
		Windows made = this.engines.byModel((engine) -> {
			Part window = part(engine, SummaryType.WINDOW, conversation, null, messages(request, conversation));
			if (rolling == null) {
				return new Windows(complete(window, engine.summarize(window.input()), engine, request, known.asOf()),
						null);
			}
			boolean first = rolling.covers().messages() == known.covers().messages();
			EngineInput again = new EngineInput(conversation.id(), SummaryType.ROLLING, first ? null : rolling,
					window.input().messages());
			WindowResult both = engine.summarizeWindow(window.input(), again);
			Part whole = new Part(SummaryType.ROLLING, again, rolling.covers(), null);
			return new Windows(complete(window, both.window(), engine, request, known.asOf()),
					complete(whole, both.rolling(), engine, request, known.asOf()));
		}).result();
		if (made.rolling() != null) {
			this.store.improve(made.rolling(), conversation.generation(), known.engine());
		}
		replace(request, conversation, made.window());
		note(request, conversation);
	}

	private void redoAnswer(SummaryRequest request, Conversation conversation, ConversationSummary known) {
		Function<SummaryEngine, ConversationSummary> work = (engine) -> whole(engine, request, conversation,
				known.asOf());
		replace(request, conversation, this.engines.byModel(work).result());
	}

	private void replace(SummaryRequest request, Conversation conversation, ConversationSummary made) {
		if (this.store.replace(made, conversation.generation())) {
			charge(made, conversation.generation());
			announce(request, conversation, made);
		}
	}

	/**
	 * Publishes a summary with the conversation's latest; should a newer one have been
	 * published before it, that one is published again, and none is left when the
	 * conversation was erased meanwhile.
	 */
	private void announce(SummaryRequest request, Conversation conversation, ConversationSummary summary) {
		Conversation now = this.store.conversation(request.conversationId());
		if (now == null || !now.visible()) {
			return;
		}
		this.publisher.updated(request.requestId(), summary, now.rolling(), unread(request, now, summary.asOf()));
		Conversation after = this.store.conversation(request.conversationId());
		if (gone(after, conversation.generation())) {
			retract(request.conversationId());
		}
		else {
			followUp(after, summary.asOf());
		}
	}

	/** What a user has not seen; it is for that user alone and not stored. */
	private @Nullable ConversationSummary unread(SummaryRequest request, Conversation conversation, AsOf asOf) {
		if (request.unreadOf() == null) {
			return null;
		}
		List<MessageDocument> unread = this.store.unread(conversation, request.unreadOf(), this.settings.chunk());
		if (unread.isEmpty()) {
			return null;
		}
		EngineInput input = new EngineInput(conversation.id(), SummaryType.BRIEF, null, unread);
		Coverage covers = new Coverage(unread.getFirst().timestamp(), unread.getLast().timestamp(), unread.size(), 0);
		Part part = new Part(SummaryType.BRIEF, input, covers, null);
		return this.engines.make((engine) -> complete(part, engine.summarize(input), engine, request, asOf)).result();
	}

	/** Removes what was made of lives of a conversation that have ended, and says so. */
	void erased(String conversationId) {
		this.store.forgetAnswers(conversationId);
		Conversation now = this.store.conversation(conversationId);
		if (now != null) {
			this.store.removeOthers(conversationId, now.generation());
			this.store.patiently("erase items", () -> {
				this.ledger.eraseOthers(conversationId, now.generation());
				return now;
			});
		}
		retract(conversationId);
	}

	private void retract(String conversationId) {
		this.publisher.retracted(conversationId);
		followUp(this.store.conversation(conversationId), AsOf.START);
	}

	private void followUp(@Nullable Conversation conversation, AsOf published) {
		Conversation now = conversation;
		Windows newer = newer(now, published);
		while (now != null && newer != null) {
			this.publisher.updated(newer.window().summaryId(), newer.window(), newer.rolling());
			now = this.store.conversation(now.id());
			newer = newer(now, newer.window().asOf());
		}
	}

	/** What is stored of a newer window; whoever is about to store it publishes it. */
	private @Nullable Windows newer(@Nullable Conversation now, AsOf published) {
		ConversationSummary rolling = (now != null) ? now.rolling() : null;
		if (now == null || rolling == null || !now.visible() || rolling.asOf().compareTo(published) <= 0) {
			return null;
		}
		ConversationSummary window = this.store.summary(rolling.summaryId(), now.generation());
		return (window != null) ? new Windows(window, rolling) : null;
	}

	private static @Nullable ConversationSummary own(@Nullable ConversationSummary rolling, SummaryRequest request) {
		return (rolling != null && rolling.summaryId().equals(request.requestId())) ? rolling : null;
	}

	/** What became of a request. */
	enum Outcome {

		/** A summary was made, stored and published. */
		STORED,

		/** It was there already and was published again. */
		REPEATED,

		/** There is nothing to summarize. */
		EMPTY,

		/** Who asks takes part, and was told so. */
		CHECKED,

		/** The conversation was erased. */
		DROPPED,

		/** It was answered with a failure. */
		FAILED;

		String json() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What was made of a window.
	 *
	 * @param rolling the summary of the conversation so far; null when a newer one stands
	 */
	record Windows(ConversationSummary window, @Nullable ConversationSummary rolling) {
	}

}
