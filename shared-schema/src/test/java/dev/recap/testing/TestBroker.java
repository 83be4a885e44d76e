package dev.recap.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A real Kafka broker in the test's process, on the loopback interface. */
public final class TestBroker implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final Map<String, String> SINGLE_BROKER = Map.ofEntries(
			Map.entry("process.roles", "broker,controller"), Map.entry("node.id", "1"),
			Map.entry("controller.listener.names", "CONTROLLER"), Map.entry("inter.broker.listener.name", "PLAINTEXT"),
			Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
			Map.entry("offsets.topic.num.partitions", "1"), Map.entry("offsets.topic.replication.factor", "1"),
			Map.entry("transaction.state.log.num.partitions", "1"),
			Map.entry("transaction.state.log.replication.factor", "1"), Map.entry("transaction.state.log.min.isr", "1"),
			Map.entry("share.coordinator.state.topic.num.partitions", "1"),
			Map.entry("share.coordinator.state.topic.replication.factor", "1"),
			Map.entry("share.coordinator.state.topic.min.isr", "1"), Map.entry("group.initial.rebalance.delay.ms", "0"),
			Map.entry("auto.create.topics.enable", "false"), Map.entry("message.max.bytes", "6291456"),
			Map.entry("log.cleaner.dedupe.buffer.size", "8388608"), Map.entry("log.index.size.max.bytes", "1048576"),
			Map.entry("controlled.shutdown.enable", "false"));

	private final KafkaRaftServer server;

	private final String bootstrapServers;

	private TestBroker(KafkaRaftServer server, String bootstrapServers) {
		this.server = server;
		this.bootstrapServers = bootstrapServers;
	}

	/** Starts a broker on any port, with its data in a new folder. */
	public static TestBroker start() {
		return start(freePort());
	}

	/** Starts a broker on the given port, with its data in a new folder. */
	public static TestBroker start(int port) {
		try {
			return start(Files.createTempDirectory("test-broker"), port, Map.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts a broker whose data lies in an empty folder. */
	public static TestBroker start(Path folder) {
		return start(folder, Map.of());
	}

	/**
	 * Starts a broker whose data lies in an empty folder.
	 * @param overrides what is configured differently
	 */
	public static TestBroker start(Path folder, Map<String, String> overrides) {
		return start(folder, freePort(), overrides);
	}

	private static TestBroker start(Path folder, int port, Map<String, String> overrides) {
		String address = HOST + ":" + port;
		String controller = HOST + ":" + freePort();
		Properties properties = new Properties();
		properties.putAll(SINGLE_BROKER);
		properties.putAll(overrides);
		properties.put("log.dirs", folder.toString());
		properties.put("controller.quorum.voters", "1@" + controller);
		properties.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
		properties.put("advertised.listeners", "PLAINTEXT://" + address);
		format(folder);
		KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
		server.startup();
		return new TestBroker(server, address);
	}

	private static void format(Path folder) {
		try {
			new Formatter()
				.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
				.setNodeId(1)
				.setClusterId(Uuid.randomUuid().toString())
				.addDirectory(folder.toString())
				.setMetadataLogDirectory(folder.toString())
				.setControllerListenerName("CONTROLLER")
				.run();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A port that nobody listens on at this moment. */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String bootstrapServers() {
		return this.bootstrapServers;
	}

	/** Everything a topic holds now, in the order of each partition. */
	public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of("bootstrap.servers", bootstrapServers()), new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(topic, info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				consumer.poll(Duration.ofMillis(100)).forEach(all::add);
			}
			return all;
		}
	}

	@Override
	public void close() {
		this.server.shutdown();
		this.server.awaitShutdown();
	}

}
