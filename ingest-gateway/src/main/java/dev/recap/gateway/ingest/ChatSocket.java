package dev.recap.gateway.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.gateway.caller.Callers;
import dev.recap.schema.ErrorBody;
import dev.recap.schema.Json;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import dev.recap.web.EventLoops;
import dev.recap.web.rate.FrameLimit;
import dev.recap.web.access.Caller;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

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
		return Callers.of(session)
			.flatMap((caller) -> Mono
				.<Void>create((end) -> session.receive().subscribe(new Connection(session, caller, end))))
			.doOnSubscribe((subscription) -> this.open.incrementAndGet())
			.doFinally((signal) -> this.open.decrementAndGet());
	}

	/** How many of them are open. */
	int open() {
		return this.open.get();
	}

	private byte[] error(@Nullable Throwable failure) {
		ApiException error = (failure instanceof ApiException known) ? known
				: ApiException.unavailable("The frame was not taken; send it again", Duration.ofSeconds(1));
		ErrorBody body = ErrorBody.of(error.error(), error.code(), this.clock.instant(), error.fields());
		return Json.bytes(new ErrorFrame("error", body.detail()));
	}

	/** What a frame gets that was not taken. */
	record ErrorFrame(String type, ErrorBody.Detail detail) {
	}

	/**
	 * One socket, served by its event loop. Frames are answered in the order they came,
	 * all that are due by one write, for a write and a wake-up per frame cost more than
	 * the frame; what was answered is read anew once it has left.
	 */
	private final class Connection extends BaseSubscriber<WebSocketMessage> implements Runnable {

		private final MonoSink<Void> end;

		private final Channel channel;

		private final @Nullable FrameLimit limit;

		private final Queue<Frame> open = new ArrayDeque<>();

		private final AtomicBoolean due = new AtomicBoolean();

		private Defaults defaults;

		private boolean ended;

		Connection(WebSocketSession session, Caller caller, MonoSink<Void> end) {
			this.end = end;
			this.channel = EventLoops.channel(session);
			this.limit = FrameLimit.of(session);
			this.defaults = defaults(session, caller);
			end.onDispose(this);
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			request(ChatSocket.this.framesInFlight);
		}

		@Override
		protected void hookOnNext(WebSocketMessage message) {
			Frame frame = new Frame();
			this.open.add(frame);
			ApiException tooMany = (this.limit != null) ? this.limit.take() : null;
			if (tooMany != null) {
				settle(frame, null, tooMany);
				return;
			}
			try {
				// At once, so that frames are in the log in the order they came.
				Submission submission = submission(message);
				frame.submission = submission;
				ChatSocket.this.writer.writeFrame(submission)
					.whenComplete((position, failure) -> settle(frame, position, failure));
			}
			catch (ApiException ex) {
				settle(frame, null, ex);
			}
		}

		/** Any thread. */
		private void settle(Frame frame, @Nullable Position position, @Nullable Throwable failure) {
			frame.failure = failure;
			frame.position = position;
			frame.settled = true;
			wake();
		}

		private void wake() {
			if (this.due.compareAndSet(false, true)) {
				this.channel.eventLoop().execute(this);
			}
		}

		@Override
		public void run() {
			this.due.set(false);
			ChannelFuture written = null;
			int count = 0;
			for (Frame frame = this.open.peek(); frame != null && frame.settled; frame = this.open.peek()) {
				this.open.remove();
				written = this.channel.write(new TextWebSocketFrame(Unpooled.wrappedBuffer(answer(frame))));
				count++;
			}
			if (written != null) {
				int answered = count;
				written.addListener((done) -> request(answered));
				this.channel.flush();
			}
			if (this.ended && this.open.isEmpty()) {
				this.end.success();
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

		@Override
		protected void hookOnComplete() {
			this.ended = true;
			wake();
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.end.error(failure);
		}

	}

	/** What came, and what became of it. */
	private static final class Frame {

		@Nullable Submission submission;

		@Nullable Position position;

		@Nullable Throwable failure;

		/** Written last and read first, so that the others are seen. */
		volatile boolean settled;

	}

	private byte[] answer(Frame frame) {
		return (frame.submission != null && frame.position != null)
				? Acknowledgement.json("ack", frame.submission, frame.position) : error(frame.failure);
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
