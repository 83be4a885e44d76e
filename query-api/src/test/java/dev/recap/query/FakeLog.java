package dev.recap.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import dev.recap.query.log.ChatLog;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.topic.Position;
import dev.recap.web.ApiException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A log of one partition per conversation's hash, without a broker. */
final class FakeLog implements ChatLog {

	private static final int PARTITION = 0;

	private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

	private final List<ChatEvent> published = new CopyOnWriteArrayList<>();

	private volatile boolean away;

	private volatile BiConsumer<ChatEvent, Position> archiver = (event, position) -> {
	};

	void reset() {
		this.ends.clear();
		this.published.clear();
		this.away = false;
		this.archiver = (event, position) -> {
		};
	}

	void away() {
		this.away = true;
	}

	void accept(Position position) {
		this.ends.merge(position.partition(), position.offset() + 1, Math::max);
	}

	/** Says who applies what is published. */
	void archiver(BiConsumer<ChatEvent, Position> archiver) {
		this.archiver = archiver;
	}

	List<ChatEvent> published() {
		return this.published;
	}

	@Override
	public Mono<Map<Integer, Long>> ends() {
		return answered(Mono.fromSupplier(() -> Map.copyOf(this.ends)));
	}

	@Override
	public Mono<Position> publish(ChatEvent event) {
		return answered(Mono.fromSupplier(() -> append(event)));
	}

	private Position append(ChatEvent event) {
		Position position = new Position(PARTITION, this.ends.getOrDefault(PARTITION, 0L));
		accept(position);
		this.published.add(event);
		Schedulers.boundedElastic().schedule(() -> this.archiver.accept(event, position));
		return position;
	}

	private <T> Mono<T> answered(Mono<T> answer) {
		return Mono
			.defer(() -> this.away ? Mono.error(ApiException.unavailable("away", Duration.ofSeconds(1))) : answer);
	}

}
