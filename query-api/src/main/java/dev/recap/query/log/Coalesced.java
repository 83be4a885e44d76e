package dev.recap.query.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A lookup that callers share: one runs at a time, and whoever comes while it runs shares
 * the next, so that nobody gets an answer from before the question.
 */
final class Coalesced<T> {

	private final Supplier<Mono<T>> lookup;

	private @Nullable CompletableFuture<T> running;

	private @Nullable CompletableFuture<T> next;

	Coalesced(Supplier<Mono<T>> lookup) {
		this.lookup = lookup;
	}

	Mono<T> get() {
		return Mono.defer(() -> Mono.fromFuture(join(), true));
	}

	private CompletableFuture<T> join() {
		CompletableFuture<T> started = new CompletableFuture<>();
		synchronized (this) {
			if (this.running != null) {
				this.next = (this.next != null) ? this.next : started;
				return this.next;
			}
			this.running = started;
		}
		start(started);
		return started;
	}

	private void start(CompletableFuture<T> shared) {
		Mono.defer(this.lookup).toFuture().whenComplete((value, failure) -> finish(shared, value, failure));
	}

	private void finish(CompletableFuture<T> shared, @Nullable T value, @Nullable Throwable failure) {
		CompletableFuture<T> waiting;
		synchronized (this) {
			waiting = this.next;
			this.running = waiting;
			this.next = null;
		}
		if (waiting != null) {
			start(waiting);
		}
		if (failure != null) {
			shared.completeExceptionally(failure);
		}
		else {
			shared.complete(value);
		}
	}

}
