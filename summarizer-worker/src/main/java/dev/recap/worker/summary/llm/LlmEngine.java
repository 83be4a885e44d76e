package dev.recap.worker.summary.llm;

import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.recap.schema.Identifiers;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.budget.Tokens;
import dev.recap.worker.mask.Masks;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.summary.EngineException;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.summary.SummaryEngine;
import dev.recap.worker.summary.WindowResult;
import dev.recap.worker.summary.verify.Checked;
import dev.recap.worker.summary.verify.Verifier;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model behind an OpenAI-compatible API, and keeps of its answers what
 * the messages prove.
 */
public final class LlmEngine implements SummaryEngine {

	private static final int TRIES = 2;

	private final ModelClient client;

	private final LlmSettings settings;

	private final CallSettings calls;

	private final Prompt prompt;

	private final @Nullable AnswerCache cache;

	private final ModelUsage meters;

	private LlmEngine(ModelClient client, LlmSettings settings, CallSettings calls, Prompt prompt,
			@Nullable AnswerCache cache, ModelUsage meters) {
		this.client = client;
		this.settings = settings;
		this.calls = calls;
		this.prompt = prompt;
		this.cache = cache;
		this.meters = meters;
	}

	/**
	 * The engine of the configured model, with nothing to pay; the first call connects.
	 */
	public static LlmEngine of(LlmSettings settings) {
		return of(settings, CallSettings.defaults(), Spending.unlimited(), null,
				new ModelUsage(new SimpleMeterRegistry()), Clock.systemUTC());
	}

	/**
	 * The engine of the configured model; the first call connects.
	 * @param cache keeps answers; null to keep none
	 */
	public static LlmEngine of(LlmSettings settings, CallSettings calls, Spending spending, @Nullable AnswerCache cache,
			ModelUsage meters, Clock clock) {
		Prompt prompt = new Prompt();
		return new LlmEngine(new ModelClient(prompt, settings, calls, spending, meters, clock), settings, calls, prompt,
				cache, meters);
	}

	/** Whether the model is asked, or left alone because it failed again and again. */
	public boolean asks() {
		return this.client.breaker().getState() != CircuitBreaker.State.OPEN;
	}

	@Override
	public String name() {
		return "llm";
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		Masks masks = new Masks(this.calls.mask());
		Pages pages = new Pages(input.messages(), masks::mask);
		Told told = Told.before(input.previous());
		while (pages.hasNext()) {
			Asked asked = new Asked(input.conversationId(), masks, told.text(), this::fitting);
			Pages.Page page = pages.next(room(asked.shown()));
			SummaryType type = pages.hasNext() ? SummaryType.ROLLING : input.type();
			told = told.and(ask(asked, type, page), page);
		}
		return told.result(this.settings.modelName());
	}

	@Override
	public WindowResult summarizeWindow(EngineInput window, EngineInput rolling) {
		ConversationSummary previous = rolling.previous();
		if (previous == null || window.previous() != null || !rolling.messages().equals(window.messages())) {
			return SummaryEngine.super.summarizeWindow(window, rolling);
		}
		Masks masks = new Masks(this.calls.mask());
		Pages pages = new Pages(rolling.messages(), masks::mask);
		Asked asked = new Asked(window.conversationId(), masks, previous.summary(), this::fitting);
		Pages.Page page = pages.next(room(asked.shown()));
		if (pages.hasNext() || page.lines().isEmpty()) {
			return SummaryEngine.super.summarizeWindow(window, rolling);
		}
		Answer answer = ask(asked, SummaryType.WINDOW, page);
		Told alone = Told.before(null).and(answer.withoutRolling(), page);
		Told whole = Told.before(previous).and(answer.unpaid(), page);
		return new WindowResult(alone.result(this.settings.modelName()), whole.result(this.settings.modelName()));
	}

	/** How many tokens of messages a call has room for. */
	private int room(String earlier) {
		return this.settings.inputTokens() - this.prompt.tokens() - Tokens.count(Pages.fenced(earlier));
	}

	/**
	 * What was told before. A model's own summary always fits; of another, which does
	 * not, the last sentences are shown.
	 */
	private String fitting(String earlier) {
		int most = (this.settings.inputTokens() - this.prompt.tokens()) / 2;
		String shown = earlier;
		while (Tokens.count(Pages.fenced(shown)) > most) {
			int end = shown.indexOf(". ");
			shown = shown.substring((end >= 0) ? end + 2 : shown.offsetByCodePoints(0, 1 + most / 8));
		}
		return shown;
	}

	private Answer ask(Asked asked, SummaryType type, Pages.Page page) {
		String question = this.prompt.question(type, asked.shown(), page);
		Verifier verifier = new Verifier(page.messages(), asked.earlier(), Insights.none());
		String again = question;
		Usage usage = null;
		for (int i = 0; i < TRIES; i++) {
			try {
				Completion completion = once(asked.conversationId(), again, page);
				usage = sum(usage, completion.usage());
				return answer(completion, verifier, page, asked, usage);
			}
			catch (UnusableAnswerException ex) {
				again = this.prompt.again(question, asked.masks().mask(String.valueOf(ex.getMessage())));
			}
		}
		throw new EngineException(Reason.UNUSABLE, "The model's answers could not be used", null);
	}

	/** What has been asked before is not asked, and paid for, again. */
	private Completion once(String conversationId, String question, Pages.Page page) {
		if (this.cache == null) {
			return this.client.ask(conversationId, question);
		}
		String id = Identifiers.ofParts("answer", Prompt.VERSION, this.settings.modelName(),
				this.settings.temperature(), this.settings.outputTokens(), question);
		Completion completion = this.cache.once(id, conversationId, page.messages(),
				() -> this.client.ask(conversationId, question));
		if (completion.usage() == null) {
			this.meters.known("summary");
		}
		return completion;
	}

	private static Answer answer(Completion completion, Verifier verifier, Pages.Page page, Asked asked,
			@Nullable Usage usage) {
		if (completion.cut()) {
			throw new UnusableAnswerException("it was too long and was cut off, so be shorter");
		}
		Draft draft = Draft.read(completion.text())
			.orElseThrow(() -> new UnusableAnswerException("it was not the JSON object that was asked for"))
			.with(asked.masks()::unmask);
		Checked checked = enough(verifier.check(draft.title(), draft.summary(), draft.insights(page.messages())));
		String rolling = asked.earlier().isEmpty() ? "" : enough(verifier.check(rolling(draft))).summary();
		return new Answer(checked.title(), checked.summary(), rolling, checked.insights(), usage);
	}

	private static Checked enough(Checked checked) {
		if (!checked.enough()) {
			throw new UnusableAnswerException(
					checked.problems().stream().distinct().limit(5).collect(Collectors.joining("; ")));
		}
		return checked;
	}

	private static String rolling(Draft draft) {
		if (draft.rolling() == null) {
			throw new UnusableAnswerException("\"rolling\" is missing");
		}
		return draft.rolling();
	}

	private static @Nullable Usage sum(@Nullable Usage one, @Nullable Usage other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return one.plus(other);
	}

	/**
	 * What calls for a conversation have in common.
	 *
	 * @param earlier what was told before; empty when nothing was
	 * @param shown the same as the model is shown it
	 */
	private record Asked(String conversationId, Masks masks, String earlier, String shown) {

		Asked(String conversationId, Masks masks, String earlier, UnaryOperator<String> fitting) {
			this(conversationId, masks, earlier, fitting.apply(masks.mask(earlier)));
		}

	}

	/**
	 * A verified answer.
	 *
	 * @param rolling what came before and the page; empty when nothing came before
	 */
	private record Answer(@Nullable String title, String summary, String rolling, Insights insights,
			@Nullable Usage usage) {

		Answer withoutRolling() {
			return new Answer(this.title, this.summary, "", this.insights, this.usage);
		}

		/** One call is paid for once. */
		Answer unpaid() {
			return new Answer(this.title, this.summary, this.rolling, this.insights, null);
		}

	}

	/** What has been told so far, page by page. */
	private record Told(@Nullable String title, String text, @Nullable Insights insights, @Nullable Usage usage) {

		static Told before(@Nullable ConversationSummary previous) {
			return (previous != null) ? new Told(previous.title(), previous.summary(), previous.insights(), null)
					: new Told(null, "", null, null);
		}

		Told and(Answer answer, Pages.Page page) {
			List<MessageDocument> messages = page.messages();
			Insights all = Carried.and(this.insights, answer.insights(), messages);
			return new Told((answer.title() != null) ? answer.title() : this.title,
					answer.rolling().isEmpty() ? answer.summary() : answer.rolling(), all,
					sum(this.usage, answer.usage()));
		}

		EngineResult result(String model) {
			return new EngineResult(SummaryStatus.OK, this.title, this.text,
					(this.insights != null) ? this.insights : Insights.none(), 0, model, Prompt.VERSION, this.usage);
		}

	}

}
