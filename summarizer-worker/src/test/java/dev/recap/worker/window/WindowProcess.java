package dev.recap.worker.window;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.KafkaStreams;

/** The Streams app in a process of its own, so that it can be killed. */
final class WindowProcess implements AutoCloseable {

	private final Process process;

	private WindowProcess(Process process) {
		this.process = process;
	}

	static WindowProcess start(String bootstrapServers, String name, Map<String, String> settings) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-cp",
						System.getProperty("java.class.path"), WindowProcess.class.getName(), bootstrapServers, name));
		settings.forEach((key, value) -> command.add(key + "=" + value));
		return new WindowProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start());
	}

	public static void main(String[] arguments) {
		Map<String, String> settings = new HashMap<>();
		for (int i = 2; i < arguments.length; i++) {
			int equals = arguments[i].indexOf('=');
			settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
		}
		streams(arguments[0], topics(arguments[1]), settings).start();
	}

	static TopicSettings topics(String name) {
		return new TopicSettings(2, null, Map.of(Topic.CHAT_MESSAGES, name + "-messages", Topic.CHAT_MESSAGES_DLT,
				name + "-dlt", Topic.SUMMARY_REQUESTS, name + "-requests"), null);
	}

	static WindowStreams streams(String bootstrapServers, TopicSettings topics, Map<String, String> settings) {
		WindowSettings window = WindowDriver.settings(settings);
		Map<String, Object> kafka = kafka(bootstrapServers);
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		return new WindowStreams(new WindowTopology(window, topics, registry).build(),
				StreamsProperties.of(kafka, window, topics), new ChangelogPartitions(kafka,
						topics.name(Topic.CHAT_MESSAGES), WindowTopology.changelogs(window.applicationId())),
				registry, window);
	}

	/** Kafka Streams alone, as the app runs it. */
	static KafkaStreams bare(String bootstrapServers, TopicSettings topics, Map<String, String> settings) {
		WindowSettings window = WindowDriver.settings(settings);
		return new SafelyMeasured(new WindowTopology(window, topics, new SimpleMeterRegistry()).build(),
				StreamsProperties.of(kafka(bootstrapServers), window, topics));
	}

	private static Map<String, Object> kafka(String bootstrapServers) {
		return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
				CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 500);
	}

	/** SIGKILL. */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

}
