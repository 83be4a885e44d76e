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
import java.util.HashMap;
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

	/** Who may speak to a secured broker. */
	public static final String USER = "recap";

	public static final String PASSWORD = "open-sesame";

	private final KafkaRaftServer server;

	private final String bootstrapServers;

	private final Map<String, Object> clients;

	private TestBroker(KafkaRaftServer server, String bootstrapServers, Map<String, Object> clients) {
		this.server = server;
		this.bootstrapServers = bootstrapServers;
		this.clients = clients;
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

	/**
	 * Starts a broker that speaks TLS and asks for {@link #USER} and {@link #PASSWORD},
	 * by SASL PLAIN or SCRAM-SHA-512.
	 * @param folder empty; its data lies there
	 */
	public static TestBroker startSecured(Path folder, TestCertificate certificate) {
		return start(folder, freePort(), "SASL_SSL",
				Map.ofEntries(Map.entry("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT"),
						Map.entry("inter.broker.listener.name", "SASL_SSL"),
						Map.entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512"),
						Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
						Map.entry("listener.name.sasl_ssl.plain.sasl.jaas.config",
								jaas(USER, PASSWORD).replace(";", " user_" + USER + "=\"" + PASSWORD + "\";")),
						Map.entry("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", scram(USER, PASSWORD)),
						Map.entry("ssl.keystore.location", certificate.keyStore().toString()),
						Map.entry("ssl.keystore.password", TestCertificate.PASSWORD),
						Map.entry("ssl.truststore.type", "PEM"),
						Map.entry("ssl.truststore.location", certificate.pem().toString())),
				Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
						jaas(USER, PASSWORD), "ssl.truststore.type", "PEM", "ssl.truststore.location",
						certificate.pem().toString()));
	}

	/** How a client says who it is by SASL PLAIN. */
	public static String jaas(String user, String password) {
		return login("plain.PlainLoginModule", user, password);
	}

	/** How a client says who it is by SASL SCRAM. */
	public static String scram(String user, String password) {
		return login("scram.ScramLoginModule", user, password);
	}

	private static String login(String module, String user, String password) {
		return "org.apache.kafka.common.security." + module + " required username=\"" + user + "\" password=\""
				+ password + "\";";
	}

	private static TestBroker start(Path folder, int port, Map<String, String> overrides) {
		return start(folder, port, "PLAINTEXT", overrides, Map.of());
	}

	private static TestBroker start(Path folder, int port, String listener, Map<String, String> overrides,
			Map<String, Object> clients) {
		String address = HOST + ":" + port;
		String controller = HOST + ":" + freePort();
		Properties properties = new Properties();
		properties.putAll(SINGLE_BROKER);
		properties.putAll(overrides);
		properties.put("log.dirs", folder.toString());
		properties.put("controller.quorum.voters", "1@" + controller);
		properties.put("listeners", listener + "://" + address + ",CONTROLLER://" + controller);
		properties.put("advertised.listeners", listener + "://" + address);
		format(folder);
		KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
		server.startup();
		Map<String, Object> all = new HashMap<>(clients);
		all.put("bootstrap.servers", address);
		return new TestBroker(server, address, all);
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
				.setScramArguments(List.of("SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]"))
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

	/** What every client of it needs. */
	public Map<String, Object> clients() {
		return Map.copyOf(this.clients);
	}

	/** Everything a topic holds now, in the order of each partition. */
	public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(this.clients, new ByteArrayDeserializer(),
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
