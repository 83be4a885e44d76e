package dev.recap.query.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.recap.observe.Traces;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.web.ApiException;
import dev.recap.web.RequestTrace;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * The log in Kafka; its clients are made when they are first needed, because making them
 * fails while Kafka's hosts have no address.
 */
final class KafkaChatLog implements ChatLog, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(KafkaChatLog.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private final Map<String, Object> adminProperties;

	private final Map<String, Object> producerProperties;

	private final String topic;

	private final Duration timeout;

	private final Coalesced<Map<Integer, Long>> ends = new Coalesced<>(this::lookUp);

	private @Nullable Admin admin;

	private @Nullable Producer<byte[], byte[]> producer;

	KafkaChatLog(Map<String, Object> adminProperties, Map<String, Object> producerProperties, String topic,
			LogSettings settings) {
		this.adminProperties = adminProperties(adminProperties, settings);
		this.producerProperties = producerProperties(producerProperties, settings);
		this.topic = topic;
		this.timeout = settings.timeout();
	}

	private static Map<String, Object> adminProperties(Map<String, Object> configured, LogSettings settings) {
		Map<String, Object> properties = new HashMap<>(configured);
		properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) settings.requestTimeout().toMillis());
		properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) settings.timeout().toMillis());
		properties.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
		return properties;
	}

	private static Map<String, Object> producerProperties(Map<String, Object> configured, LogSettings settings) {
		Map<String, Object> properties = new HashMap<>(configured);
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
		properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, settings.requestTimeout().toMillis());
		properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) settings.requestTimeout().toMillis());
		properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) settings.timeout().toMillis());
		properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
		return properties;
	}

	@Override
	public Mono<Map<Integer, Long>> ends() {
		return this.ends.get();
	}

	private Mono<Map<Integer, Long>> lookUp() {
		return Mono.fromCallable(this::admin)
			.subscribeOn(Schedulers.boundedElastic())
			.flatMap((current) -> partitions(current).flatMap((partitions) -> ends(current, partitions)))
			.timeout(this.timeout)
			.onErrorMap((failure) -> away(failure, "Kafka does not say what was accepted; ask again later"))
			.publishOn(Schedulers.parallel());
	}

	/** Asked each time, because partitions may be added at any time. */
	private Mono<TopicDescription> partitions(Admin current) {
		return Mono.fromCompletionStage(() -> current.describeTopics(List.of(this.topic))
			.topicNameValues()
			.get(this.topic)
			.toCompletionStage());
	}

	private Mono<Map<Integer, Long>> ends(Admin current, TopicDescription description) {
		Map<TopicPartition, OffsetSpec> latest = description.partitions()
			.stream()
			.collect(Collectors.toMap((info) -> new TopicPartition(this.topic, info.partition()),
					(info) -> OffsetSpec.latest()));
		return Mono
			.fromCompletionStage(
					() -> current.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
						.all()
						.toCompletionStage())
			.map((found) -> found.entrySet()
				.stream()
				.collect(Collectors.toMap((end) -> end.getKey().partition(), (end) -> end.getValue().offset())));
	}

	@Override
	public Mono<Position> publish(ChatEvent event) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(this.topic, ChatEventWriter.key(event),
				ChatEventWriter.value(event));
		RecordHeaders.stamp(record.headers());
		// The first send waits for metadata, so it may not happen on an event loop.
		return Mono.<Position>create((sink) -> {
			Traces.mark(record.headers(), RequestTrace.of(sink.contextView()));
			send(record, sink);
		})
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorMap((failure) -> away(failure,
					"Kafka did not take it in time; send it again, which changes nothing should it have arrived"))
			.publishOn(Schedulers.parallel());
	}

	private void send(ProducerRecord<byte[], byte[]> record, MonoSink<Position> sink) {
		producer().send(record, (metadata, failure) -> {
			if (failure != null) {
				sink.error(failure);
			}
			else {
				sink.success(new Position(metadata.partition(), metadata.offset()));
			}
		});
	}

	private synchronized Admin admin() {
		if (this.admin == null) {
			this.admin = Admin.create(this.adminProperties);
		}
		return this.admin;
	}

	private synchronized Producer<byte[], byte[]> producer() {
		if (this.producer == null) {
			this.producer = new KafkaProducer<>(this.producerProperties, new ByteArraySerializer(),
					new ByteArraySerializer());
		}
		return this.producer;
	}

	private static Throwable away(Throwable failure, String error) {
		if (!(failure instanceof KafkaException || failure instanceof java.util.concurrent.TimeoutException)) {
			return failure;
		}
		log.warn("Kafka does not answer: {}", failure.getMessage());
		return ApiException.unavailable(error, RETRY_AFTER);
	}

	@Override
	public synchronized void close() {
		if (this.producer != null) {
			this.producer.close(this.timeout);
		}
		if (this.admin != null) {
			this.admin.close(this.timeout);
		}
	}

}
