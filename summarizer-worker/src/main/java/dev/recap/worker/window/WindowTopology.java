package dev.recap.worker.window;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The Streams app's topology: {@code chat-messages} in, {@code summary-requests} out. */
final class WindowTopology {

	static final String MESSAGES = "messages";

	static final String READER = "reader";

	static final String WINDOWS = "windows-by-conversation";

	static final String REQUESTS = "requests";

	static final String REFILED = "refiled";

	static final String DEAD_LETTERS = "dead-letters";

	static final String WINDOW_STORE = "windows";

	static final String DEADLINE_STORE = "deadlines";

	static final String POSITION_STORE = "positions";

	/**
	 * A producer's clock of −1 must not lose the record, as Streams' own would have it.
	 */
	private static final TimestampExtractor APPENDED_AT = (record, partitionTime) -> Math.max(record.timestamp(), 0);

	private final WindowSettings settings;

	private final TopicSettings topics;

	private final WindowMetrics metrics;

	private final Function<String, KeyValueBytesStoreSupplier> stores;

	WindowTopology(WindowSettings settings, TopicSettings topics, MeterRegistry registry) {
		this(settings, topics, registry, Stores::persistentKeyValueStore);
	}

	WindowTopology(WindowSettings settings, TopicSettings topics, MeterRegistry registry,
			Function<String, KeyValueBytesStoreSupplier> stores) {
		this.settings = settings;
		this.topics = topics;
		this.metrics = new WindowMetrics(registry);
		this.stores = stores;
	}

	/** Says when what was read last had been written, in epoch milliseconds. */
	WindowTopology onRead(LongConsumer lastRead) {
		this.metrics.onRead(lastRead);
		return this;
	}

	/** The topics that Streams keeps for the stores under an application id. */
	static List<String> changelogs(String applicationId) {
		return List.of(applicationId + "-" + WINDOW_STORE + "-changelog",
				applicationId + "-" + DEADLINE_STORE + "-changelog",
				applicationId + "-" + POSITION_STORE + "-changelog");
	}

	Topology build() {
		ByteArrayDeserializer in = new ByteArrayDeserializer();
		ByteArraySerializer out = new ByteArraySerializer();
		Commits commits = new Commits(this.settings.commitInterval());
		return new Topology()
			.addSource(AutoOffsetReset.earliest(), MESSAGES, APPENDED_AT, in, in, topic(Topic.CHAT_MESSAGES))
			.addProcessor(READER, () -> new EventReader(this.metrics), MESSAGES)
			.addProcessor(WINDOWS, () -> new WindowProcessor(this.settings, this.metrics, commits), READER)
			.addStateStore(positionStore(), READER)
			.addStateStore(windowStore(), WINDOWS)
			.addStateStore(deadlineStore(), WINDOWS)
			.addSink(REQUESTS, topic(Topic.SUMMARY_REQUESTS), out, out, WINDOWS)
			.addSink(REFILED, topic(Topic.CHAT_MESSAGES), out, out, READER)
			.addSink(DEAD_LETTERS, topic(Topic.CHAT_MESSAGES_DLT), out, out, READER);
	}

	/** Cached, so that a burst in one conversation is one changelog record a commit. */
	private StoreBuilder<KeyValueStore<String, ConversationState>> windowStore() {
		return Stores
			.keyValueStoreBuilder(this.stores.apply(WINDOW_STORE), Serdes.String(), new ConversationStateSerde())
			.withCachingEnabled()
			.withLoggingEnabled(Map.of());
	}

	private StoreBuilder<KeyValueStore<byte[], byte[]>> deadlineStore() {
		return Stores.keyValueStoreBuilder(this.stores.apply(DEADLINE_STORE), Serdes.ByteArray(), Serdes.ByteArray())
			.withLoggingEnabled(Map.of());
	}

	/** Cached: one changelog record a commit. */
	private StoreBuilder<KeyValueStore<Integer, Long>> positionStore() {
		return Stores.keyValueStoreBuilder(this.stores.apply(POSITION_STORE), Serdes.Integer(), Serdes.Long())
			.withCachingEnabled()
			.withLoggingEnabled(Map.of());
	}

	private String topic(Topic topic) {
		return this.topics.name(topic);
	}

}
