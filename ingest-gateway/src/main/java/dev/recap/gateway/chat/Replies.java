package dev.recap.gateway.chat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.recap.schema.Json;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCancelled;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.schema.reply.ReplyEvent.UnknownReplyEvent;
import dev.recap.web.ApiException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Answers under way, by request: the pieces come from the log and go to who waits. */
final class Replies {

	private final Map<String, FluxSink<ReplyEvent>> waiting = new ConcurrentHashMap<>();

	private final int maxWaiting;

	Replies(int maxWaiting) {
		this.maxWaiting = maxWaiting;
	}

	/**
	 * The pieces of one answer, the last of which is completed or failed.
	 * @param asked asks for the answer when everything is ready to receive it
	 * @param abandoned is run when the receiver goes away before the end
	 */
	Flux<ReplyEvent> await(String requestId, Runnable asked, Runnable abandoned) {
		return Flux.create((sink) -> {
			if (this.waiting.size() >= this.maxWaiting) {
				sink.error(ApiException.overloaded("Too many answers are awaited; try again"));
				return;
			}
			this.waiting.put(requestId, sink);
			sink.onCancel(abandoned::run);
			sink.onDispose(() -> this.waiting.remove(requestId));
			asked.run();
		}, FluxSink.OverflowStrategy.BUFFER);
	}

	int size() {
		return this.waiting.size();
	}

	/** Ends a wait because it could not even be asked for. */
	void fail(String requestId, Throwable failure) {
		FluxSink<ReplyEvent> sink = this.waiting.get(requestId);
		if (sink != null) {
			sink.error(failure);
		}
	}

	/** A record of the topic came by; throws when it is no event. */
	void take(ConsumerRecord<byte[], byte[]> record) {
		byte @Nullable [] value = record.value();
		if (value == null) {
			return;
		}
		switch (Json.mapper().readValue(value, ReplyEvent.class)) {
			case ReplyDelta delta -> next(delta.requestId(), delta, false);
			case ReplyCompleted completed -> next(completed.requestId(), completed, true);
			case ReplyFailed failed -> next(failed.requestId(), failed, true);
			case ReplyCancelled cancelled -> {
			}
			case UnknownReplyEvent unknown -> {
			}
		}
	}

	private void next(String requestId, ReplyEvent event, boolean last) {
		FluxSink<ReplyEvent> sink = this.waiting.get(requestId);
		if (sink == null) {
			return;
		}
		sink.next(event);
		if (last) {
			sink.complete();
		}
	}

}
