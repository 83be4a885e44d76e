package dev.recap.worker.assistant;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.recap.worker.model.ModelHttp;
import org.jspecify.annotations.Nullable;

/** Models behind an OpenAI-compatible API, by name. */
final class ReplyModel {

	private final AssistantSettings settings;

	private final Clock clock;

	private final Map<String, StreamingChatModel> models = new ConcurrentHashMap<>();

	ReplyModel(AssistantSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
	}

	void stream(String name, List<ChatMessage> prompt, @Nullable Double temperature, @Nullable Integer maxTokens,
			StreamingChatResponseHandler handler) {
		ChatRequest.Builder request = ChatRequest.builder().messages(prompt);
		if (temperature != null) {
			request.temperature(temperature);
		}
		if (maxTokens != null) {
			request.maxOutputTokens(maxTokens);
		}
		this.models.computeIfAbsent(name, this::model).chat(request.build(), handler);
	}

	private StreamingChatModel model(String name) {
		OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder builder = OpenAiStreamingChatModel.builder()
			.modelName(name)
			.timeout(this.settings.connectTimeout())
			.httpClientBuilder(ModelHttp.builder(this.settings.connectTimeout(), this.clock))
			// Some servers want no key, the client wants one.
			.apiKey((this.settings.apiKey() != null) ? this.settings.apiKey() : "none");
		if (this.settings.baseUrl() != null) {
			builder.baseUrl(this.settings.baseUrl().toString());
		}
		return builder.build();
	}

}
