package dev.recap.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One of three Kafka nodes (broker and controller), its data on disk. */
public final class BrokerMain {

	private static final String CLUSTER = "cmVjYXAtZmF1bHRzLTMtMQ";

	/** What a small cluster that must survive the loss of one node needs. */
	private static final Map<String, String> COMMON = Map.ofEntries(Map.entry("process.roles", "broker,controller"),
			Map.entry("controller.listener.names", "CONTROLLER"), Map.entry("inter.broker.listener.name", "PLAINTEXT"),
			Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
			Map.entry("default.replication.factor", "3"), Map.entry("min.insync.replicas", "2"),
			Map.entry("offsets.topic.num.partitions", "4"), Map.entry("offsets.topic.replication.factor", "3"),
			Map.entry("transaction.state.log.num.partitions", "4"),
			Map.entry("transaction.state.log.replication.factor", "3"), Map.entry("transaction.state.log.min.isr", "2"),
			Map.entry("share.coordinator.state.topic.num.partitions", "4"),
			Map.entry("share.coordinator.state.topic.replication.factor", "3"),
			Map.entry("share.coordinator.state.topic.min.isr", "2"), Map.entry("group.initial.rebalance.delay.ms", "0"),
			Map.entry("auto.create.topics.enable", "false"),
			Map.entry("message.max.bytes", String.valueOf(6 * 1024 * 1024)),
			Map.entry("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024)),
			Map.entry("num.network.threads", "2"), Map.entry("num.io.threads", "4"),
			Map.entry("log.index.size.max.bytes", String.valueOf(1024 * 1024)),
			Map.entry("broker.session.timeout.ms", "6000"), Map.entry("broker.heartbeat.interval.ms", "1000"));

	private BrokerMain() {
	}

	/**
	 * Runs a node until it is killed.
	 * @param arguments its folder, its id, its port, its controller's port and all voters
	 */
	public static void main(String[] arguments) throws Exception {
		Path folder = Path.of(arguments[0]);
		int id = Integer.parseInt(arguments[1]);
		Properties properties = new Properties();
		properties.putAll(COMMON);
		properties.put("node.id", arguments[1]);
		properties.put("log.dirs", arguments[0]);
		properties.put("controller.quorum.voters", arguments[4]);
		String address = "PLAINTEXT://127.0.0.1:" + arguments[2];
		properties.put("listeners", address + ",CONTROLLER://127.0.0.1:" + arguments[3]);
		properties.put("advertised.listeners", address);
		format(folder, id);
		KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
		server.startup();
		server.awaitShutdown();
	}

	private static void format(Path folder, int id) throws Exception {
		Files.createDirectories(folder);
		new Formatter().setPrintStream(System.out)
			.setNodeId(id)
			.setClusterId(CLUSTER)
			.addDirectory(folder.toString())
			.setMetadataLogDirectory(folder.toString())
			.setControllerListenerName("CONTROLLER")
			.setIgnoreFormatted(true)
			.run();
	}

}
