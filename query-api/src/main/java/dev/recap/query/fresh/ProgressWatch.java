package dev.recap.query.fresh;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.recap.query.store.Store;
import dev.recap.schema.store.ProgressDocument;
import dev.recap.web.ApiException;
import org.bson.Document;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Looks at the archiver's progress for everybody who waits for it, and only while
 * somebody does.
 */
final class ProgressWatch {

	private final Store store;

	private final Duration interval;

	private final int most;

	private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean looking = new AtomicBoolean();

	ProgressWatch(Store store, Duration interval, int most) {
		this.store = store;
		this.interval = interval;
		this.most = most;
	}

	/**
	 * Completes when everything before these offsets, by partition, is visible.
	 */
	Mono<Void> reached(Map<Integer, Long> ends) {
		return Mono.<Void>create((sink) -> enter(new Waiter(ends, sink))).publishOn(Schedulers.parallel());
	}

	/** Whether it looks at progress at the moment. */
	boolean looking() {
		return this.looking.get();
	}

	private void enter(Waiter waiter) {
		if (waiter.isServed(Map.of())) {
			waiter.sink().success();
			return;
		}
		if (this.waiters.size() >= this.most) {
			waiter.sink().error(ApiException.overloaded("Too many reads wait for the archive already; ask again"));
			return;
		}
		this.waiters.add(waiter);
		waiter.sink().onDispose(() -> this.waiters.remove(waiter));
		begin();
	}

	private void begin() {
		if (this.looking.compareAndSet(false, true)) {
			look();
		}
	}

	private void look() {
		this.store.byIds(ProgressDocument.COLLECTION, partitions())
			.map(ProgressWatch::next)
			.subscribe(this::serve, this::fail);
	}

	private Set<Integer> partitions() {
		return this.waiters.stream()
			.flatMap((waiter) -> waiter.ends().keySet().stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Map<Integer, Long> next(List<Document> documents) {
		Map<Integer, Long> next = new HashMap<>();
		for (Document document : documents) {
			ProgressDocument progress = ProgressDocument.from(document);
			next.put(progress.partition(), progress.next());
		}
		return next;
	}

	private void serve(Map<Integer, Long> next) {
		this.waiters.stream().filter((waiter) -> waiter.isServed(next)).forEach((waiter) -> waiter.sink().success());
		again();
	}

	private void fail(Throwable failure) {
		this.waiters.forEach((waiter) -> waiter.sink().error(failure));
		again();
	}

	private void again() {
		if (!this.waiters.isEmpty()) {
			Mono.delay(this.interval).subscribe((tick) -> look());
			return;
		}
		this.looking.set(false);
		// Somebody may have come since, and have seen that it was looking.
		if (!this.waiters.isEmpty()) {
			begin();
		}
	}

	/** Identity matters: two may wait for the same. */
	private static final class Waiter {

		private final Map<Integer, Long> ends;

		private final MonoSink<Void> sink;

		Waiter(Map<Integer, Long> ends, MonoSink<Void> sink) {
			this.ends = ends;
			this.sink = sink;
		}

		Map<Integer, Long> ends() {
			return this.ends;
		}

		MonoSink<Void> sink() {
			return this.sink;
		}

		boolean isServed(Map<Integer, Long> next) {
			return this.ends.entrySet()
				.stream()
				.allMatch((end) -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
		}

	}

}
