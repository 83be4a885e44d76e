package dev.recap.worker.assistant;

import java.time.Duration;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import dev.recap.worker.mask.Masks;
import org.jspecify.annotations.Nullable;

/** An answer while it comes. */
final class ReplyStream implements StreamingChatResponseHandler {

	private final Masks.Pieces pieces;

	private final Consumer<String> deltas;

	private final StringBuilder text = new StringBuilder();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final AtomicLong lastSign = new AtomicLong(System.nanoTime());

	private final AtomicReference<@Nullable StreamingHandle> handle = new AtomicReference<>();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile @Nullable TokenUsage usage;

	private volatile boolean cancelled;

	private volatile boolean started;

	/**
	 * An answer.
	 * @param pieces puts back what the model was not shown
	 * @param deltas takes the pieces of the answer
	 */
	ReplyStream(Masks.Pieces pieces, Consumer<String> deltas) {
		this.pieces = pieces;
		this.deltas = deltas;
	}

	@Override
	public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
		this.handle.set(context.streamingHandle());
		this.lastSign.set(System.nanoTime());
		this.started = true;
		if (this.cancelled) {
			context.streamingHandle().cancel();
			return;
		}
		say(this.pieces.next(partial.text()));
	}

	private void say(String words) {
		if (words.isEmpty()) {
			return;
		}
		synchronized (this.text) {
			this.text.append(words);
		}
		this.deltas.accept(words);
	}

	@Override
	public void onCompleteResponse(ChatResponse response) {
		this.usage = response.tokenUsage();
		say(this.pieces.rest());
		if (response.finishReason() == null) {
			// The client takes the end of the connection for the end of the answer.
			this.failure.compareAndSet(null, new IOException("The answer broke off"));
		}
		this.ended.countDown();
	}

	@Override
	public void onError(Throwable error) {
		this.failure.compareAndSet(null, error);
		this.ended.countDown();
	}

	/** Stops the model; what it has said so far stands. */
	void cancel() {
		this.cancelled = true;
		StreamingHandle current = this.handle.get();
		if (current != null) {
			current.cancel();
		}
		this.ended.countDown();
	}

	/**
	 * Waits for the end.
	 * @param first how long the first word may take
	 * @param stall how long the model may pause after it
	 * @return null when it ended well or was cancelled, else why not
	 */
	@Nullable Throwable await(Duration first, Duration stall) throws InterruptedException {
		while (!this.ended.await(100, TimeUnit.MILLISECONDS)) {
			Duration patience = this.started ? stall : first;
			if (System.nanoTime() - this.lastSign.get() > patience.toNanos()) {
				this.failure.compareAndSet(null, new TimeoutException("The model said nothing for " + patience));
				cancel();
			}
		}
		return this.failure.get();
	}

	boolean wasCancelled() {
		return this.cancelled && this.failure.get() == null;
	}

	String text() {
		synchronized (this.text) {
			return this.text.toString();
		}
	}

	@Nullable TokenUsage usage() {
		return this.usage;
	}

}
