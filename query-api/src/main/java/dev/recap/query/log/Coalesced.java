package dev.recap.query.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * A lookup that callers share: one runs at a time, and whoever comes while it runs shares
 * the next, so that nobody gets an answer from before the question.
 */
final class Coalesced<T> {

	private final Supplier<Mono<T>> lookup;

	private @Nullable CompletableFuture<Signal<T>> running;

	private @Nullable CompletableFuture<Signal<T>> next;

	Coalesced(Supplier<Mono<T>> lookup) {
		this.lookup = lookup;
	}

	Mono<T> get() {
		// Signals, because a failure that nobody waits for any more is no news.
		return Mono.defer(() -> Mono.fromFuture(join(), true)).dematerialize();
	}

	private CompletableFuture<Signal<T>> join() {
		CompletableFuture<Signal<T>> started = new CompletableFuture<>();
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

	private void start(CompletableFuture<Signal<T>> shared) {
		Mono.defer(this.lookup).materialize().subscribe((end) -> finish(shared, end));
	}

	private void finish(CompletableFuture<Signal<T>> shared, Signal<T> end) {
		CompletableFuture<Signal<T>> waiting;
		synchronized (this) {
			waiting = this.next;
			this.running = waiting;
			this.next = null;
		}
		if (waiting != null) {
			start(waiting);
		}
		shared.complete(end);
	}

}
