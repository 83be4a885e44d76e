package dev.recap.worker.assistant;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.worker.mask.Masks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class AssistantContextTests {

	private static final Masks NONE = new Masks(false);

	@Test
	void showsTheSummaryAndTheLatestMessages() {
		List<ChatMessage> prompt = context(Map.of("system-prompt", "Be kind.")).prompt("Ann wants tea.", messages(3),
				NONE);
		assertThat(((SystemMessage) prompt.getFirst()).text()).startsWith("Be kind.").endsWith("Ann wants tea.");
		assertThat(prompt.subList(1, prompt.size())).containsExactly(UserMessage.from("question 0"),
				AiMessage.from("answer 1"), UserMessage.from("question 2"));
	}

	@ParameterizedTest
	@CsvSource({ "window", "full" })
	void showsNoSummaryWhereTheModeKnowsNone(String mode) {
		List<ChatMessage> prompt = context(Map.of("mode", mode, "system-prompt", "Be kind.")).prompt("A summary.",
				messages(1), NONE);
		assertThat(((SystemMessage) prompt.getFirst()).text()).isEqualTo("Be kind.");
	}

	@ParameterizedTest
	@CsvSource({ "summary,7", "window,7", "full,100" })
	void readsNoMoreMessagesThanItCanShow(String mode, int messages) {
		assertThat(context(Map.of("mode", mode, "window-size", "3", "max-context-characters", "100")).messages())
			.isEqualTo(messages);
	}

	@Test
	void leavesTheOldestToTheSummaryWhenAllIsTooLong() {
		List<ChatMessage> prompt = context(Map.of("max-context-characters", "20")).prompt(null, messages(5), NONE);
		assertThat(prompt).hasSize(3).last().isEqualTo(UserMessage.from("question 4"));
	}

	@Test
	void showsTheMessageToAnswerWhateverItsLength() {
		List<ChatMessage> prompt = context(Map.of("max-context-characters", "3")).prompt(null, messages(3), NONE);
		assertThat(prompt).hasSize(2).last().isEqualTo(UserMessage.from("question 2"));
	}

	private static AssistantContext context(Map<String, String> settings) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		settings.forEach((name, value) -> source.put("recap.assistant." + name, value));
		return new AssistantContext(new Binder(source).bindOrCreate("recap.assistant", AssistantSettings.class));
	}

	private static List<MessageDocument> messages(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> new MessageDocument("c", "m" + i, "ann", (i % 2 == 0) ? Role.USER : Role.ASSISTANT,
					((i % 2 == 0) ? "question " : "answer ") + i, Instant.EPOCH, Map.of(), null, null, 0, i,
					Instant.EPOCH, "g"))
			.toList();
	}

}
