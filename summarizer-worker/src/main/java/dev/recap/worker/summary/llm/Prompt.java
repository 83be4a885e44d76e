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
import dev.recap.schema.summary.SummaryType;

/** What the model is asked; a change of it is a new version. */
final class Prompt {

	static final String VERSION = "summary-1";

	private final String instructions = resource(VERSION + ".txt");

	private final ResponseFormat schema = ResponseFormat.builder()
		.type(ResponseFormatType.JSON)
		.jsonSchema(JsonSchema.builder()
			.name("summary")
			.rootElement(JsonRawSchema.from(resource(VERSION + ".schema.json")))
			.build())
		.build();

	private final int tokens = Pages.tokens(this.instructions) + 100;

	/** What the prompt takes beside earlier summary and messages. */
	int tokens() {
		return this.tokens;
	}

	ChatRequest request(String question, AnswerFormat format) {
		ChatRequest.Builder request = ChatRequest.builder()
			.messages(List.of(SystemMessage.from(this.instructions), UserMessage.from(question)));
		return switch (format) {
			case SCHEMA -> request.responseFormat(this.schema).build();
			case JSON -> request.responseFormat(ResponseFormat.JSON).build();
			case TEXT -> request.build();
		};
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
