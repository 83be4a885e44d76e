package dev.recap.gateway.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.Topic;
import io.micrometer.tracing.TraceContext;
import org.jspecify.annotations.Nullable;

/** Puts what was submitted into the log. */
final class ChatWriter {

	private final Publisher publisher;

	ChatWriter(Publisher publisher) {
		this.publisher = publisher;
	}

	/** Completes when every message is in the log; fails as {@link Publisher#publish}. */
	CompletableFuture<Position> write(Submission submission, @Nullable TraceContext cause) {
		return this.publisher.publish(Topic.CHAT_MESSAGES, key(submission), values(submission), cause);
	}

	/** The same for a frame, which is no request. */
	CompletableFuture<Position> writeFrame(Submission submission) {
		return this.publisher.publishFrame("/ws/chats", key(submission), values(submission));
	}

	private static byte[] key(Submission submission) {
		return submission.conversationId().getBytes(StandardCharsets.UTF_8);
	}

	private static List<byte[]> values(Submission submission) {
		List<byte[]> values = new ArrayList<>(submission.messages().size());
		for (MessagePosted message : submission.messages()) {
			values.add(ChatEventWriter.value(message));
		}
		return values;
	}

}
