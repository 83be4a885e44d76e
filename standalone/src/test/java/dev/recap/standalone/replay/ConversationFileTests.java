package dev.recap.standalone.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationFileTests {

	@TempDir
	private Path folder;

	private final List<Batch> batches = new ArrayList<>();

	private final Map<Integer, String> problems = new HashMap<>();

	@Test
	void readsAConversationPerLine() throws IOException {
		read("""
				{"conversation_id":"a","messages":[{"user_id":"u","content":"one"},{"user_id":"v","content":"two"}]}
				{"conversation_id":"b","messages":[{"user_id":"w","content":"three"}]}
				""");
		assertThat(this.batches).extracting(Batch::conversationId).containsExactly("a", "b");
		assertThat(this.batches.getFirst().messages()).extracting((message) -> message.get("message_id"))
			.containsExactly("0", "1");
	}

	@Test
	void gathersSingleMessagesOfAConversation() throws IOException {
		read("""
				{"conversation_id":"a","message_id":"x","user_id":"u","content":"one"}
				{"conversation_id":"b","user_id":"u","content":"two"}

				{"conversation_id":"a","user_id":"s","content":"left","type":"system","reply_to":"x"}
				""");
		assertThat(this.batches).extracting((batch) -> batch.messages().size()).containsExactly(2, 1);
		assertThat(this.batches.getFirst().messages().get(1)).containsEntry("message_id", "1")
			.containsEntry("role", "system")
			.containsEntry("metadata", Map.of("type", "system", "reply_to", "x"));
	}

	@Test
	void splitsLongConversationsInOrder() throws IOException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < 1200; i++) {
			text.append("{\"conversation_id\":\"a\",\"user_id\":\"u\",\"content\":\"m\"}\n");
		}
		read(text.toString());
		assertThat(this.batches).extracting((batch) -> batch.messages().size()).containsExactly(500, 500, 200);
		assertThat(this.batches.get(2).messages().getFirst()).containsEntry("message_id", "1000");
	}

	@Test
	void namesLinesThatCannotBeRead() throws IOException {
		read("""
				{"conversation_id":"a","user_id":"u","content":"one"}
				{"oops
				{"user_id":"u","content":"two"}
				""");
		assertThat(this.batches).hasSize(1);
		assertThat(this.problems).containsOnlyKeys(2, 3);
	}

	private void read(String text) throws IOException {
		Path file = Files.writeString(this.folder.resolve("file.jsonl"), text);
		new ConversationFile(file).read(this.batches::add, this.problems::put);
	}

}
