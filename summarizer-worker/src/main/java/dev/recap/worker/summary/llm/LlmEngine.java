package dev.recap.worker.summary.llm;

import java.util.List;
import java.util.Optional;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.EngineException;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.summary.SummaryEngine;
import dev.recap.worker.summary.WindowResult;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model behind an OpenAI-compatible API, and keeps of its answers what
 * the messages prove.
 */
public final class LlmEngine implements SummaryEngine {

	private static final int TRIES = 2;

	private final ChatModel model;

	private final LlmSettings settings;

	private final Prompt prompt = new Prompt();

	private volatile AnswerFormat format = AnswerFormat.SCHEMA;

	private LlmEngine(ChatModel model, LlmSettings settings) {
		this.model = model;
		this.settings = settings;
	}

	/** The engine of the configured model; the first call connects. */
	public static LlmEngine of(LlmSettings settings) {
		OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
			.modelName(settings.modelName())
			.apiKey(settings.key())
			.timeout(settings.timeout())
			.temperature(settings.temperature())
			.maxTokens(settings.outputTokens())
			.strictJsonSchema(true)
			// Who waits for a summary gets the extractive one at once, and the model's
			// later.
			.maxRetries(0);
		if (settings.baseUrl() != null) {
			builder.baseUrl(settings.baseUrl().toString());
		}
		return new LlmEngine(builder.build(), settings);
	}

	@Override
	public String name() {
		return "llm";
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		List<Pages.Page> pages = pages(input);
		Told told = Told.before(input.previous());
		for (int i = 0; i < pages.size(); i++) {
			SummaryType type = (i == pages.size() - 1) ? input.type() : SummaryType.ROLLING;
			Answer answer = ask(type, told.text(), pages.get(i));
			told = told.and(answer, pages.get(i));
		}
		return told.result(this.settings.modelName());
	}

	@Override
	public WindowResult summarizeWindow(EngineInput window, EngineInput rolling) {
		List<Pages.Page> pages = pages(rolling);
		ConversationSummary previous = rolling.previous();
		if (previous == null || pages.size() > 1 || window.previous() != null
				|| !rolling.messages().equals(window.messages())) {
			return SummaryEngine.super.summarizeWindow(window, rolling);
		}
		Told before = Told.before(previous);
		Answer answer = ask(SummaryType.WINDOW, before.text(), pages.getFirst());
		Told alone = Told.before(null).and(answer.withoutRolling(), pages.getFirst());
		Told whole = before.and(answer.unpaid(), pages.getFirst());
		return new WindowResult(alone.result(this.settings.modelName()), whole.result(this.settings.modelName()));
	}

	private List<Pages.Page> pages(EngineInput input) {
		ConversationSummary previous = input.previous();
		int taken = this.prompt.tokens() + ((previous != null) ? Pages.tokens(previous.summary()) : 0);
		// Of a long conversation each page follows what was told of those before.
		return new Pages(this.settings.inputTokens() - taken - this.settings.outputTokens() / 2).cut(input.messages());
	}

	private Answer ask(SummaryType type, String earlier, Pages.Page page) {
		String question = this.prompt.question(type, earlier, page);
		Verifier verifier = new Verifier(page.messages(), earlier);
		Usage usage = null;
		String problem = "";
		for (int i = 0; i < TRIES; i++) {
			ChatResponse response = call(question + problem);
			usage = sum(usage, response.tokenUsage());
			try {
				return answer(response, verifier, earlier, usage);
			}
			catch (UnusableAnswerException ex) {
				problem = "\n\nYour last answer could not be used: " + ex.getMessage() + ". Answer again.";
			}
		}
		throw new EngineException("The model's answers could not be used", null);
	}

	private Answer answer(ChatResponse response, Verifier verifier, String earlier, @Nullable Usage usage) {
		if (response.finishReason() == FinishReason.LENGTH) {
			throw new UnusableAnswerException("it was too long and was cut off");
		}
		String text = response.aiMessage().text();
		Optional<Draft> draft = (text != null) ? Draft.read(text) : Optional.empty();
		if (draft.isEmpty()) {
			throw new UnusableAnswerException("it was not the JSON object that was asked for");
		}
		return new Answer(draft.get().title(), verifier.proven(draft.get().summary()),
				earlier.isEmpty() ? "" : verifier.proven(rolling(draft.get())), verifier.insights(draft.get()), usage);
	}

	private static String rolling(Draft draft) {
		if (draft.rolling() == null) {
			throw new UnusableAnswerException("\"rolling\" is missing");
		}
		return draft.rolling();
	}

	private ChatResponse call(String question) {
		AnswerFormat asked = this.format;
		try {
			return this.model.chat(this.prompt.request(question, asked));
		}
		catch (InvalidRequestException ex) {
			if (asked.weaker() == asked) {
				throw failed(ex);
			}
			// Not every server knows every format.
			this.format = asked.weaker();
			return call(question);
		}
		catch (RuntimeException ex) {
			throw failed(ex);
		}
	}

	/** Servers like to repeat the request, key and all, in what they complain about. */
	private EngineException failed(RuntimeException cause) {
		String message = String.valueOf(cause.getMessage()).replace(this.settings.key(), "***");
		int end = Math.min(message.length(), 200);
		return new EngineException(cause.getClass().getSimpleName() + ": " + message.substring(0, end), null);
	}

	private @Nullable Usage sum(@Nullable Usage before, @Nullable TokenUsage now) {
		if (now == null) {
			return before;
		}
		long in = (now.inputTokenCount() != null) ? now.inputTokenCount() : 0;
		long out = (now.outputTokenCount() != null) ? now.outputTokenCount() : 0;
		Usage usage = new Usage(in, out,
				(in * this.settings.inputPrice() + out * this.settings.outputPrice()) / 1_000_000);
		return (before != null) ? before.plus(usage) : usage;
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
			Usage before = this.usage;
			Usage now = answer.usage();
			return new Told((answer.title() != null) ? answer.title() : this.title,
					answer.rolling().isEmpty() ? answer.summary() : answer.rolling(), all,
					(before != null && now != null) ? before.plus(now) : (before != null) ? before : now);
		}

		EngineResult result(String model) {
			return new EngineResult(SummaryStatus.OK, this.title, this.text,
					(this.insights != null) ? this.insights : Insights.none(), 0, model, Prompt.VERSION, this.usage);
		}

	}

}
