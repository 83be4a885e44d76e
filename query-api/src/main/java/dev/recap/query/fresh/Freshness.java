package dev.recap.query.fresh;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import dev.recap.query.log.ChatLog;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes sure that reads see what was accepted before them. */
public final class Freshness {

	private final ChatLog log;

	private final ProgressWatch progress;

	private final Duration timeout;

	Freshness(ChatLog log, ProgressWatch progress, Duration timeout) {
		this.log = log;
		this.progress = progress;
		this.timeout = timeout;
	}

	/**
	 * Completes when the write at a position is visible, at once when there is none;
	 * fails with a 503 when that takes too long.
	 */
	public Mono<Void> after(@Nullable Position position) {
		return (position != null) ? after(position, this.timeout) : Mono.empty();
	}

	/** The same with another patience. */
	public Mono<Void> after(Position position, Duration patience) {
		return this.progress.reached(Map.of(position.partition(), position.offset() + 1))
			.timeout(patience, Mono.error(Freshness::late));
	}

	/**
	 * What a read finds; one that finds nothing is made again when everything accepted
	 * before it is visible, so that empty means that there is nothing. Fails with a 503
	 * when that cannot be known.
	 */
	public <T> Mono<T> certain(Mono<T> read) {
		return certain(read, (found) -> true);
	}

	/** The same, and a read that finds what is not sure is made again, too. */
	<T> Mono<T> certain(Mono<T> read, Predicate<T> sure) {
		return read.filter(sure).switchIfEmpty(Mono.defer(() -> caughtUp().then(read)));
	}

	/** Whether anybody waits. */
	public boolean waiting() {
		return this.progress.looking();
	}

	/**
	 * Completes when everything accepted until now is visible; fails with a 503 when that
	 * takes too long.
	 */
	public Mono<Void> caughtUp() {
		AtomicBoolean asked = new AtomicBoolean();
		return this.log.ends()
			.doOnNext((ends) -> asked.set(true))
			.flatMap(this.progress::reached)
			.timeout(this.timeout, Mono.error(() -> asked.get() ? late() : unknown()));
	}

	private static ApiException late() {
		return ApiException.overloaded("The archive has not caught up with what was accepted; ask again in a moment");
	}

	private static ApiException unknown() {
		return ApiException.unavailable("Kafka does not say what was accepted; ask again later", Duration.ofSeconds(2));
	}

}
