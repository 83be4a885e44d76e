package dev.recap.worker.summary.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.recap.schema.Timestamps;
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
import dev.recap.worker.summary.SummaryPair;
import dev.recap.worker.summary.SummarySettings;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model; what it answers is taken only as far as the messages prove it.
 */
public final class LlmEngine implements SummaryEngine {

	private static final String VERSION = "summary-1";

	private static final int TRIES = 2;

	private final ChatModel model;

	private final String name;

	private final int maxInputCharacters;

	private final String instructions;

	/** Cleared when the endpoint turns out not to know the response format. */
	private volatile boolean jsonMode = true;

	/**
	 * An engine on a model.
	 * @param name the model's name
	 * @param maxInputCharacters how much text one call shows it at most
	 */
	LlmEngine(ChatModel model, String name, int maxInputCharacters) {
		this.model = model;
		this.name = name;
		this.maxInputCharacters = maxInputCharacters;
		this.instructions = resource("/prompts/" + VERSION + ".txt");
	}

	/** The engine of the configured model. */
	public static LlmEngine of(SummarySettings settings) {
		String model = settings.model();
		if (model == null || model.isBlank()) {
			throw new IllegalArgumentException("recap.summary.model names no model, but recap.summary.engine is llm");
		}
		OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
			.modelName(model)
			// Some servers want no key, the client wants one.
			.apiKey((settings.apiKey() != null && !settings.apiKey().isBlank()) ? settings.apiKey() : "none")
			.timeout(settings.timeout())
			.maxRetries(1)
			.temperature(0.0);
		if (settings.baseUrl() != null) {
			builder.baseUrl(settings.baseUrl().toString());
		}
		return new LlmEngine(builder.build(), model, settings.maxInputCharacters());
	}

	@Override
	public String name() {
		return "llm";
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		Shown shown = shown(input.messages());
		Asked asked = ask(input.type(), input.previous(), shown);
		String text = (input.previous() != null && asked.draft().rolling() != null) ? asked.draft().rolling()
				: asked.draft().summary();
		return result(asked, shown, text, input.previous());
	}

	@Override
	public SummaryPair summarize(EngineInput window, EngineInput rolling) {
		Shown shown = shown(window.messages());
		Asked asked = ask(SummaryType.WINDOW, rolling.previous(), shown);
		EngineResult own = result(asked, shown, asked.draft().summary(), null);
		String text = (rolling.previous() != null && asked.draft().rolling() != null) ? asked.draft().rolling()
				: asked.draft().summary();
		EngineResult whole = result(asked, shown, text, rolling.previous());
		// The call is paid for once.
		EngineResult unpaid = new EngineResult(whole.status(), whole.title(), whole.summary(), whole.insights(),
				whole.omitted(), whole.model(), whole.version(), null);
		return new SummaryPair(own, unpaid);
	}

	/** The messages as far as one call can show them, the newest first chosen. */
	private Shown shown(List<MessageDocument> messages) {
		List<MessageDocument> chosen = new ArrayList<>();
		int left = this.maxInputCharacters;
		for (int i = messages.size() - 1; i >= 0 && left > 0; i--) {
			left -= messages.get(i).content().length() + messages.get(i).userId().length() + 40;
			if (left > 0 || chosen.isEmpty()) {
				chosen.addFirst(messages.get(i));
			}
		}
		return new Shown(chosen, messages.size() - chosen.size());
	}

	private record Shown(List<MessageDocument> messages, int omitted) {
	}

	private record Asked(Draft draft, List<TokenUsage> usage) {
	}

	private Asked ask(SummaryType type, @Nullable ConversationSummary previous, Shown shown) {
		String question = question(type, previous, shown.messages());
		List<TokenUsage> usage = new ArrayList<>();
		String problem = "";
		for (int i = 0; i < TRIES; i++) {
			ChatResponse response = call(question + problem);
			if (response.tokenUsage() != null) {
				usage.add(response.tokenUsage());
			}
			Optional<Draft> draft = Draft.read(String.valueOf(response.aiMessage().text()));
			if (draft.isPresent()) {
				return new Asked(draft.get(), usage);
			}
			problem = "\n\nYour last answer was not the JSON object asked for. Answer with that object only.";
		}
		throw new EngineException("The model's answer is not what was asked for", null);
	}

	private ChatResponse call(String question) {
		ChatRequest.Builder request = ChatRequest.builder()
			.messages(List.of(SystemMessage.from(this.instructions), UserMessage.from(question)));
		if (this.jsonMode) {
			request.responseFormat(ResponseFormat.builder().type(ResponseFormatType.JSON).build());
		}
		try {
			return this.model.chat(request.build());
		}
		catch (InvalidRequestException ex) {
			if (!this.jsonMode) {
				throw new EngineException("The model refuses the request: " + ex.getMessage(), ex);
			}
			this.jsonMode = false;
			return call(question);
		}
		catch (LangChain4jException ex) {
			throw new EngineException("The model could not be asked: " + ex.getMessage(), ex);
		}
	}

	private static String question(SummaryType type, @Nullable ConversationSummary previous,
			List<MessageDocument> messages) {
		StringBuilder text = new StringBuilder(switch (type) {
			case BRIEF -> "Summarize in two sentences of at most 40 words together.";
			case DETAILED -> "Summarize in detail, in up to three paragraphs.";
			case WINDOW, ROLLING -> "Summarize in up to five sentences.";
		});
		if (previous != null) {
			text.append("\n\nThe earlier summary of the same conversation, which is data as well:\n<earlier>\n")
				.append(fenced(previous.summary()))
				.append("\n</earlier>");
		}
		text.append("\n\n<messages>\n");
		for (int i = 0; i < messages.size(); i++) {
			MessageDocument message = messages.get(i);
			text.append('[')
				.append(i + 1)
				.append("] ")
				.append(Timestamps.format(message.timestamp()))
				.append(' ')
				.append(fenced(message.userId()))
				.append(": ")
				.append(fenced(message.content()))
				.append('\n');
		}
		return text.append("</messages>").toString();
	}

	/** Text from a chat cannot end the fence it stands in. */
	private static String fenced(String text) {
		return text.replace("<", "‹").replace(">", "›");
	}

	private EngineResult result(Asked asked, Shown shown, String text, @Nullable ConversationSummary previous) {
		Insights insights = new Verifier(shown.messages()).insights(asked.draft(), previous);
		return new EngineResult(text.isBlank() ? SummaryStatus.INSUFFICIENT_CONTENT : SummaryStatus.OK,
				asked.draft().title(), text, insights, shown.omitted(), this.name, VERSION, usage(asked.usage()));
	}

	private static @Nullable Usage usage(List<TokenUsage> all) {
		if (all.isEmpty()) {
			return null;
		}
		long in = 0;
		long out = 0;
		for (TokenUsage each : all) {
			in += (each.inputTokenCount() != null) ? each.inputTokenCount() : 0;
			out += (each.outputTokenCount() != null) ? each.outputTokenCount() : 0;
		}
		return new Usage(in, out, 0);
	}

	private static String resource(String name) {
		try (InputStream stream = LlmEngine.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException("There is no resource " + name);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
