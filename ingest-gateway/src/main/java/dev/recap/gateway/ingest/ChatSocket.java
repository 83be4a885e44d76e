package dev.recap.gateway.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.gateway.caller.Callers;
import dev.recap.schema.ErrorBody;
import dev.recap.schema.Json;
import dev.recap.web.ApiException;
import dev.recap.web.rate.FrameLimit;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * {@code WS /ws/chats}: one frame in, one out, in order, several under way at once; when
 * too many wait for their ack, the next is not read.
 */
final class ChatSocket implements WebSocketHandler {

	private final SubmissionReader reader;

	private final ChatWriter writer;

	private final int framesInFlight;

	private final Clock clock;

	private final AtomicInteger open = new AtomicInteger();

	ChatSocket(SubmissionReader reader, ChatWriter writer, LimitSettings limits, Clock clock) {
		this.reader = reader;
		this.writer = writer;
		this.framesInFlight = limits.framesInFlight();
		this.clock = clock;
	}

	@Override
	public Mono<Void> handle(WebSocketSession session) {
		return Callers.of(session).flatMap((caller) -> {
			Connection connection = new Connection(session, caller);
			return session.send(session.receive().flatMapSequential(connection::answer, this.framesInFlight));
		})
			.doOnSubscribe((subscription) -> this.open.incrementAndGet())
			.doFinally((signal) -> this.open.decrementAndGet());
	}

	/** How many of them are open. */
	int open() {
		return this.open.get();
	}

	private byte[] error(Throwable failure) {
		ApiException error = (failure instanceof ApiException known) ? known
				: ApiException.unavailable("The frame was not taken; send it again", Duration.ofSeconds(1));
		ErrorBody body = ErrorBody.of(error.error(), error.code(), this.clock.instant(), error.fields());
		return Json.bytes(new ErrorFrame("error", body.detail()));
	}

	/** What a frame gets that was not taken. */
	record ErrorFrame(String type, ErrorBody.Detail detail) {
	}

	/** One socket; its frames come one after another. */
	private final class Connection {

		private final WebSocketSession session;

		private final @Nullable FrameLimit limit;

		private Defaults defaults;

		Connection(WebSocketSession session, Caller caller) {
			this.session = session;
			this.limit = FrameLimit.of(session);
			this.defaults = defaults(session, caller);
		}

		/** Sends at once, so that frames are in the log in the order they came. */
		Mono<WebSocketMessage> answer(WebSocketMessage frame) {
			ApiException tooMany = (this.limit != null) ? this.limit.take() : null;
			if (tooMany != null) {
				return Mono.just(text(error(tooMany)));
			}
			try {
				Submission submission = submission(frame);
				return Mono.fromFuture(ChatSocket.this.writer.writeFrame(submission), true)
					.map((position) -> text(Acknowledgement.json("ack", submission, position)))
					.onErrorResume((failure) -> Mono.just(text(error(failure))));
			}
			catch (ApiException ex) {
				return Mono.just(text(error(ex)));
			}
		}

		private Submission submission(WebSocketMessage frame) {
			if (frame.getType() != WebSocketMessage.Type.TEXT) {
				throw ApiException.invalid("A frame must be text: send JSON", List.of());
			}
			Submission submission = ChatSocket.this.reader.read(bytes(frame.getPayload()), this.defaults);
			if (this.defaults.conversationId() == null) {
				// A connection that names no conversation talks in one, not in as many as
				// it
				// has frames.
				this.defaults = this.defaults.withConversationId(submission.conversationId());
			}
			return submission;
		}

		private WebSocketMessage text(byte[] json) {
			return new WebSocketMessage(WebSocketMessage.Type.TEXT, this.session.bufferFactory().wrap(json));
		}

	}

	private static byte[] bytes(DataBuffer payload) {
		byte[] bytes = new byte[payload.readableByteCount()];
		payload.read(bytes);
		return bytes;
	}

	private static Defaults defaults(WebSocketSession session, Caller caller) {
		MultiValueMap<String, String> query = UriComponentsBuilder.fromUri(session.getHandshakeInfo().getUri())
			.build()
			.getQueryParams();
		String user = given(query, "user_id");
		return new Defaults(given(query, "conversation_id"), (user != null) ? user : caller.user(), caller);
	}

	private static @Nullable String given(MultiValueMap<String, String> query, String name) {
		String value = query.getFirst(name);
		return (value == null || value.isEmpty()) ? null
				: UriUtils.decode(value.replace('+', ' '), StandardCharsets.UTF_8);
	}

}
