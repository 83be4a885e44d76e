package dev.recap.query.store;

import java.time.Duration;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.recap.schema.store.IndexSpec;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Makes sure that every index exists, as soon as MongoDB is there. */
final class IndexesAtStart implements SmartInitializingSingleton, DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(IndexesAtStart.class);

	private final MongoDatabase database;

	private final Duration retryInterval;

	private Disposable creation = Disposables.disposed();

	IndexesAtStart(MongoDatabase database, Duration retryInterval) {
		this.database = database;
		this.retryInterval = retryInterval;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.creation = create(this.database)
			.retryWhen(Retry.fixedDelay(Long.MAX_VALUE, this.retryInterval)
				.doBeforeRetry((retry) -> log.warn("Waiting for MongoDB to create indexes: {}",
						String.valueOf(retry.failure().getMessage()))))
			.subscribe();
	}

	static Mono<Void> create(MongoDatabase database) {
		return Flux.fromIterable(IndexSpec.ALL).concatMap((spec) -> create(database, spec)).then();
	}

	private static Mono<String> create(MongoDatabase database, IndexSpec spec) {
		return Mono.from(database.getCollection(spec.collection())
			.createIndex(keys(spec), new IndexOptions().name(spec.name())));
	}

	private static Document keys(IndexSpec spec) {
		Document keys = new Document();
		for (String key : spec.keys()) {
			boolean descends = key.startsWith("-");
			keys.append(descends ? key.substring(1) : key, descends ? -1 : 1);
		}
		return keys;
	}

	@Override
	public void destroy() {
		this.creation.dispose();
	}

}
