package dev.recap.gateway.ondemand;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.recap.schema.summary.SummaryEvent;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Who waits for which request; those who ask for the same thing wait together. */
final class Waiting {

	private final int most;

	private final AtomicInteger waiters = new AtomicInteger();

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	Waiting(int most) {
		this.most = most;
	}

	/**
	 * Waits for an answer; the first who waits for it also asks.
	 * @param ask publishes the request; its failure is everybody's
	 */
	Mono<SummaryEvent> await(String requestId, Supplier<CompletableFuture<?>> ask) {
		return Mono.defer(() -> {
			Entry entry = enter(requestId);
			if (entry.asked.compareAndSet(false, true)) {
				ask.get().whenComplete((sent, failure) -> entry.askedWith(failure));
			}
			return Mono.fromFuture(entry.answer, true).doFinally((signal) -> leave(requestId));
		});
	}

	/** An answer came by, for somebody here or elsewhere. */
	void answered(String requestId, SummaryEvent event) {
		Entry entry = this.entries.get(requestId);
		if (entry != null) {
			entry.answer.complete(event);
		}
	}

	int size() {
		return this.waiters.get();
	}

	private Entry enter(String requestId) {
		if (this.waiters.incrementAndGet() > this.most) {
			this.waiters.decrementAndGet();
			throw ApiException.overloaded("Too many wait for summaries already; ask again in a moment");
		}
		return this.entries.compute(requestId, (id, entry) -> (entry != null) ? entry.joined() : new Entry());
	}

	private void leave(String requestId) {
		this.waiters.decrementAndGet();
		this.entries.computeIfPresent(requestId, (id, entry) -> entry.left());
	}

	/** One request; its count changes only inside the map's own lock. */
	private static final class Entry {

		private final CompletableFuture<SummaryEvent> answer = new CompletableFuture<>();

		private final AtomicBoolean asked = new AtomicBoolean();

		private int waiters = 1;

		Entry joined() {
			this.waiters++;
			return this;
		}

		@Nullable Entry left() {
			this.waiters--;
			return (this.waiters == 0) ? null : this;
		}

		void askedWith(@Nullable Throwable failure) {
			if (failure != null) {
				this.answer.completeExceptionally(failure);
			}
		}

	}

}
