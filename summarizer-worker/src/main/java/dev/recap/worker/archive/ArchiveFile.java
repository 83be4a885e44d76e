package dev.recap.worker.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.summary.ConversationSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A conversation as gzipped JSON Lines: a header, then its messages word for word as the
 * events that made them, its summaries and its items. Each line has a {@code type}.
 */
public final class ArchiveFile {

	private ArchiveFile() {
	}

	/**
	 * The first line.
	 *
	 * @param generation which life of the conversation it is
	 */
	public record Header(String id, @Nullable String userId, @Nullable String title, Map<String, Object> metadata,
			String status, Instant createdAt, Instant updatedAt, long messageCount, String generation,
			Instant archivedAt) {

		static final String TYPE = "conversation";

		static Header of(ConversationDocument conversation, Instant now) {
			return new Header(conversation.id(), conversation.userId(), conversation.title(), conversation.metadata(),
					conversation.status().json(), conversation.createdAt(), conversation.updatedAt(),
					conversation.messageCount(), conversation.generation(), now);
		}

	}

	/** Takes what a file holds, in its order. */
	public interface Content {

		/** Comes first. */
		void header(Header header);

		void message(MessagePosted message);

		/** A summary or an item, word for word. */
		void other(String type, String line);

	}

	/** Writes a file, line by line. */
	static final class Writer implements AutoCloseable {

		private final OutputStream out;

		Writer(OutputStream out) throws IOException {
			this.out = new GZIPOutputStream(out, 32 * 1024);
		}

		void header(Header header) throws IOException {
			line(Header.TYPE, header);
		}

		void message(MessagePosted message) throws IOException {
			line(ChatEventWriter.value(message));
		}

		void summary(ConversationSummary summary) throws IOException {
			line("summary", summary);
		}

		void item(ItemDocument item) throws IOException {
			line("item", item);
		}

		private void line(String type, Object value) throws IOException {
			Map<String, Object> line = new LinkedHashMap<>();
			line.put("type", type);
			line.put(type, value);
			line(Json.bytes(line));
		}

		private void line(byte[] json) throws IOException {
			this.out.write(json);
			this.out.write('\n');
		}

		@Override
		public void close() throws IOException {
			this.out.close();
		}

	}

	/**
	 * Reads a file.
	 * @throws IllegalArgumentException when it is none
	 */
	public static void read(InputStream in, Content content) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
			content.header(header(lines.readLine()));
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				read(line, content);
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("It has a line that is not JSON", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Header header(@Nullable String line) {
		JsonNode header = Json.mapper().readTree((line != null) ? line : "{}").path(Header.TYPE);
		if (!header.isObject()) {
			throw new IllegalArgumentException("It does not begin with a conversation");
		}
		return Json.mapper().treeToValue(header, Header.class);
	}

	private static void read(String line, Content content) {
		String type = Json.mapper().readTree(line).path("type").asString("");
		if (type.equals(MessagePosted.TYPE)) {
			content.message(message(line));
		}
		else {
			content.other(type, line);
		}
	}

	private static MessagePosted message(String line) {
		byte[] value = line.getBytes(StandardCharsets.UTF_8);
		String id = Json.mapper().readTree(line).path("conversation_id").asString("");
		ReadResult read = ChatEventReader.read(id.getBytes(StandardCharsets.UTF_8), value, 0, 0, 0);
		if (read instanceof ReadResult.Readable(ChatEvent event) && event instanceof MessagePosted message) {
			return message;
		}
		throw new IllegalArgumentException("It has a message that cannot be read: " + read);
	}

}
