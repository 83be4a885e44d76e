package dev.recap.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker in this process (KRaft, broker and controller in one), its files kept.
 */
public final class EmbeddedKafka implements AutoCloseable {

	private static final int NODE = 1;

	/** Always the same, so that files formatted by an earlier start are ours. */
	private static final String CLUSTER = "cmVjYXAtZW1iZWRkZWQtMQ";

	private static final String HOST = "127.0.0.1";

	/**
	 * One line each: what a single broker of few partitions needs that is not the
	 * default.
	 */
	private static final Map<String, String> SINGLE_BROKER = Map.ofEntries(
			Map.entry("process.roles", "broker,controller"), Map.entry("controller.listener.names", "CONTROLLER"),
			Map.entry("inter.broker.listener.name", "PLAINTEXT"),
			Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
			Map.entry("offsets.topic.num.partitions", "4"), Map.entry("offsets.topic.replication.factor", "1"),
			Map.entry("transaction.state.log.num.partitions", "4"),
			Map.entry("transaction.state.log.replication.factor", "1"), Map.entry("transaction.state.log.min.isr", "1"),
			Map.entry("share.coordinator.state.topic.num.partitions", "4"),
			Map.entry("share.coordinator.state.topic.replication.factor", "1"),
			Map.entry("share.coordinator.state.topic.min.isr", "1"), Map.entry("group.initial.rebalance.delay.ms", "0"),
			// A new share group's members get their partitions with a later heartbeat.
			Map.entry("group.share.min.heartbeat.interval.ms", "500"),
			Map.entry("group.share.heartbeat.interval.ms", "500"), Map.entry("auto.create.topics.enable", "false"),
			// Micrometer asks the clients themselves; nobody asks for the broker's beans.
			Map.entry("metric.reporters", ""), Map.entry("metrics.jmx.exclude", ".*"),
			Map.entry("message.max.bytes", String.valueOf(6 * 1024 * 1024)),
			// A compacting broker thread wants 128 MiB by default, more than all else
			// here.
			Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024)),
			Map.entry("num.network.threads", "2"), Map.entry("num.io.threads", "4"),
			Map.entry("log.index.size.max.bytes", String.valueOf(1024 * 1024)),
			Map.entry("controlled.shutdown.enable", "false"));

	private final KafkaRaftServer server;

	private final InetSocketAddress address;

	private EmbeddedKafka(KafkaRaftServer server, InetSocketAddress address) {
		this.server = server;
		this.address = address;
	}

	/**
	 * Starts a broker on the loopback interface; its data lies in {@code folder} and is
	 * found again by the next start.
	 * @param folder where logs and metadata lie, made when absent
	 * @param port where clients connect; 0 for any free one
	 * @throws IllegalStateException when the port is taken; its message is one line
	 */
	public static EmbeddedKafka start(Path folder, int port) {
		return start(folder, port, Map.of());
	}

	/**
	 * Starts a broker of which some settings differ.
	 * @param folder where logs and metadata lie, made when absent
	 * @param port where clients connect; 0 for any free one
	 * @param settings by the names Kafka gives them
	 * @throws IllegalStateException when the port is taken; its message is one line
	 */
	public static EmbeddedKafka start(Path folder, int port, Map<String, String> settings) {
		InetSocketAddress address = free(port);
		Properties properties = new Properties();
		properties.putAll(settings);
		properties.putAll(properties(folder, address.getPort(), free(0).getPort()));
		KafkaConfig config = KafkaConfig.fromProps(properties, false);
		boolean found = Files.exists(folder.resolve("meta.properties"));
		format(folder);
		KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
		server.startup();
		EmbeddedKafka kafka = new EmbeddedKafka(server, address);
		if (found) {
			HangingTransactions.abort(kafka.bootstrapServers());
		}
		return kafka;
	}

	private static Properties properties(Path folder, int port, int controllerPort) {
		Properties properties = new Properties();
		properties.putAll(SINGLE_BROKER);
		properties.put("node.id", String.valueOf(NODE));
		properties.put("log.dirs", folder.toString());
		properties.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
		properties.put("listeners",
				"PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
		properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
		return properties;
	}

	private static void format(Path folder) {
		try {
			Files.createDirectories(folder);
			new Formatter()
				.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
				.setNodeId(NODE)
				.setClusterId(CLUSTER)
				.addDirectory(folder.toString())
				.setMetadataLogDirectory(folder.toString())
				.setControllerListenerName("CONTROLLER")
				.setIgnoreFormatted(true)
				.run();
		}
		catch (Exception ex) {
			throw new IllegalStateException("The broker's folder " + folder + " cannot be used: " + ex.getMessage(),
					ex);
		}
	}

	/** The broker would report a taken port only after it has opened its files. */
	private static InetSocketAddress free(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
			return new InetSocketAddress(HOST, socket.getLocalPort());
		}
		catch (IOException ex) {
			if (port == 0) {
				throw new UncheckedIOException(ex);
			}
			throw new IllegalStateException("Port " + port + " (Kafka) is taken", ex);
		}
	}

	public String bootstrapServers() {
		return HOST + ":" + this.address.getPort();
	}

	@Override
	public void close() {
		this.server.shutdown();
		this.server.awaitShutdown();
	}

}
