package dev.recap.worker.summary.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.budget.Tokens;

/** What the model is asked; a change of it is a new version. */
final class Prompt {

	static final String VERSION = "summary-2";

	/** Tokens around the messages of a request, and between them. */
	private static final int FRAME = 100;

	/** Tokens that a complaint about an answer takes at most. */
	private static final int COMPLAINT = 200;

	private final String instructions = resource(VERSION + ".txt");

	private final String shape = resource(VERSION + ".schema.json");

	private final ResponseFormat schema = ResponseFormat.builder()
		.type(ResponseFormatType.JSON)
		.jsonSchema(JsonSchema.builder().name("summary").rootElement(JsonRawSchema.from(this.shape)).build())
		.build();

	private final int fixed = Tokens.count(this.instructions) + Tokens.count(this.shape) + FRAME;

	/** The tokens a request has beside its question. */
	int tokens() {
		return this.fixed + COMPLAINT;
	}

	/** The tokens of a request. */
	int tokens(String question) {
		return this.fixed + Tokens.count(question);
	}

	ChatRequest request(String question, Dialect dialect, LlmSettings settings) {
		OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
		if (dialect.completionTokens()) {
			parameters.maxCompletionTokens(settings.outputTokens());
		}
		else {
			parameters.maxOutputTokens(settings.outputTokens());
		}
		if (dialect.temperature()) {
			parameters.temperature(settings.temperature());
		}
		switch (dialect.format()) {
			case SCHEMA -> parameters.responseFormat(this.schema);
			case JSON -> parameters.responseFormat(ResponseFormat.JSON);
			case TEXT -> {
				// The instructions say it, too.
			}
		}
		return ChatRequest.builder()
			.messages(List.of(SystemMessage.from(this.instructions), UserMessage.from(question)))
			.parameters(parameters.build())
			.build();
	}

	String question(SummaryType type, String earlier, Pages.Page page) {
		StringBuilder text = new StringBuilder(switch (type) {
			case BRIEF -> "Summarize in two sentences of at most 40 words together.";
			case DETAILED -> "Summarize in detail, in up to three paragraphs.";
			case WINDOW, ROLLING -> "Summarize in up to five sentences.";
		});
		if (!earlier.isEmpty()) {
			text.append("\n\nThe earlier summary of the same conversation, which is data as well:\n<earlier>\n")
				.append(Pages.fenced(earlier))
				.append("\n</earlier>");
		}
		return text.append("\n\n<messages>\n").append(page.text()).append("</messages>").toString();
	}

	/** A question asked again, with what was wrong with the answer. */
	String again(String question, String problem) {
		String complaint = problem;
		while (Tokens.count(complaint) > COMPLAINT / 2) {
			complaint = complaint.substring(0, complaint.offsetByCodePoints(complaint.length() / 2, 0));
		}
		return question + "\n\nYour last answer could not be used: " + complaint + ". Answer again.";
	}

	private static String resource(String name) {
		try (InputStream stream = Prompt.class.getResourceAsStream("/prompts/" + name)) {
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
