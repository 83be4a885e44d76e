package dev.recap.worker.summary;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import org.jspecify.annotations.Nullable;

/**
 * The last thing an engine is to be given for a summary, and what all of the summary
 * covers.
 *
 * @param type what the summary is of
 * @param usage what the calls before it cost; null when none was made
 */
record Part(SummaryType type, EngineInput input, Coverage covers, @Nullable Usage usage) {

	/**
	 * Gives an engine all messages but the last chunk of them.
	 * @param previous the summary that the messages follow; null when they start
	 */
	static Part before(SummaryEngine engine, SummaryType type, Conversation conversation,
			@Nullable ConversationSummary previous, MessageLog messages, SummarySettings settings, Clock clock) {
		AsOf start = (previous != null) ? previous.asOf() : AsOf.START;
		Coverage covers = (previous != null) ? previous.covers() : new Coverage(null, null, 0, 0);
		Part part = new Part(type, new EngineInput(conversation.id(), type, previous, List.of()), covers, null);
		List<MessageDocument> chunk = messages.next(settings.chunk(), settings.chunkCharacters());
		while (messages.hasNext()) {
			Part leaf = part.with(SummaryType.ROLLING, chunk, start);
			EngineResult made = engine.summarize(leaf.input());
			ConversationSummary summary = leaf.summary(made, "", start, engine.name(), clock.instant());
			// What follows a chunk of a window is told like what follows a window.
			SummaryType next = (type == SummaryType.WINDOW) ? SummaryType.ROLLING : type;
			part = new Part(type, new EngineInput(conversation.id(), next, summary, List.of()), summary.covers(),
					summary.usage());
			chunk = messages.next(settings.chunk(), settings.chunkCharacters());
		}
		return part.with(part.input().type(), chunk, start);
	}

	private Part with(SummaryType type, List<MessageDocument> messages, AsOf start) {
		Instant from = this.covers.from();
		Instant to = this.covers.to();
		int count = this.covers.messages();
		for (MessageDocument message : messages) {
			if (MessageLog.asOf(message).compareTo(start) > 0) {
				Instant at = message.timestamp();
				from = (from == null || at.isBefore(from)) ? at : from;
				to = (to == null || at.isAfter(to)) ? at : to;
				count++;
			}
		}
		return new Part(this.type, new EngineInput(this.input.conversationId(), type, this.input.previous(), messages),
				new Coverage(from, to, count, this.covers.omitted()), this.usage);
	}

	/** The summary that an engine's result completes. */
	ConversationSummary summary(EngineResult result, String requestId, AsOf asOf, String engine, Instant now) {
		Coverage all = new Coverage(this.covers.from(), this.covers.to(), this.covers.messages(),
				this.covers.omitted() + result.omitted());
		ConversationSummary previous = this.input.previous();
		if (result.status() == SummaryStatus.INSUFFICIENT_CONTENT && previous != null) {
			return new ConversationSummary(requestId, this.input.conversationId(), this.type, previous.status(), asOf,
					previous.title(), previous.summary(), previous.insights(), all, previous.engine(), previous.model(),
					previous.promptVersion(), sum(this.usage, result.usage()), now);
		}
		return new ConversationSummary(requestId, this.input.conversationId(), this.type, result.status(), asOf,
				result.title(), result.summary(), result.insights(), all, engine, result.model(), result.version(),
				sum(this.usage, result.usage()), now);
	}

	static @Nullable Usage sum(@Nullable Usage one, @Nullable Usage other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.plus(other);
	}

}
