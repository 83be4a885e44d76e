package dev.recap.worker.window;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.Role;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.topic.TopicSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The Streams app with its wall clock in the test's hands. */
final class WindowDriver implements AutoCloseable {

	static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

	final MeterRegistry registry = new SimpleMeterRegistry();

	final WindowSettings settings;

	final TestInputTopic<byte[], byte[]> messages;

	private final TopologyTestDriver driver;

	private final TestOutputTopic<byte[], byte[]> requests;

	private Instant now = START;

	private int sent;

	WindowDriver(Path folder, Map<String, String> settings) {
		this(folder, settings, Stores::persistentKeyValueStore, 1024 * 1024);
	}

	WindowDriver(Path folder, Map<String, String> settings, Function<String, KeyValueBytesStoreSupplier> stores,
			long cacheBytes) {
		this.settings = settings(settings);
		TopicSettings topics = TopicSettings.defaults();
		Map<String, Object> kafka = new HashMap<>();
		kafka.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
		kafka.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
		kafka.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
		this.driver = new TopologyTestDriver(new WindowTopology(this.settings, topics, this.registry, stores).build(),
				StreamsProperties.of(kafka, this.settings, topics), START);
		this.messages = this.driver.createInputTopic("chat-messages", new ByteArraySerializer(),
				new ByteArraySerializer());
		this.requests = output("summary-requests");
	}

	static WindowSettings settings(Map<String, String> settings) {
		Map<String, String> properties = new HashMap<>();
		settings.forEach((name, value) -> properties.put("recap.window." + name, value));
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("recap.window",
				WindowSettings.class);
	}

	TestOutputTopic<byte[], byte[]> output(String topic) {
		return this.driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	/** Says something now, by the wall clock and in event time. */
	void say(String conversation) {
		say(conversation, "m" + this.sent, this.now);
	}

	void say(String conversation, int times) {
		for (int i = 0; i < times; i++) {
			say(conversation);
		}
	}

	void say(String conversation, String messageId, Instant eventTime) {
		this.sent++;
		send(new MessagePosted(conversation, messageId, "ann", Role.USER, "Hello", eventTime, Map.of(), null, null));
	}

	void send(ChatEvent event) {
		send(ChatEventWriter.key(event), ChatEventWriter.value(event));
	}

	void send(byte[] key, byte[] value) {
		this.messages.pipeInput(new TestRecord<>(key, value, this.now));
	}

	void send(String key, String value) {
		send((key != null) ? key.getBytes(StandardCharsets.UTF_8) : null,
				(value != null) ? value.getBytes(StandardCharsets.UTF_8) : null);
	}

	void passTime(Duration time) {
		this.now = this.now.plus(time);
		this.driver.advanceWallClockTime(time);
	}

	Instant now() {
		return this.now;
	}

	/** The requests made since the last call. */
	List<SummaryRequest> requests() {
		return this.requests.readValuesToList()
			.stream()
			.map((value) -> Json.mapper().readValue(value, SummaryRequest.class))
			.toList();
	}

	TestOutputTopic<byte[], byte[]> rawRequests() {
		return this.requests;
	}

	double count(String counter) {
		return this.registry.find(counter).counters().stream().mapToDouble((found) -> found.count()).sum();
	}

	/** How many entries both stores hold together. */
	int stateSize() {
		return size(WindowTopology.WINDOW_STORE) + size(WindowTopology.DEADLINE_STORE);
	}

	private int size(String name) {
		int size = 0;
		try (var entries = this.driver.getKeyValueStore(name).all()) {
			while (entries.hasNext()) {
				entries.next();
				size++;
			}
		}
		return size;
	}

	@Override
	public void close() {
		this.driver.close();
	}

}
