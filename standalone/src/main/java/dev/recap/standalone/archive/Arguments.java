package dev.recap.standalone.archive;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import dev.recap.worker.archive.ArchiveSettings;
import org.jspecify.annotations.Nullable;

/**
 * A command, what it is for, and its options, given as {@code --name=value}; those of the
 * bucket may also be in the environment, as the worker has them.
 */
record Arguments(String command, List<String> operands, Map<String, String> options, Map<String, String> environment) {

	private static final Set<String> OPTIONS = Set.of("bootstrap-servers", "topic", "client-config", "bucket",
			"endpoint", "region", "prefix", "path-style");

	/** Null when they make no sense. */
	static @Nullable Arguments parse(String[] given, Map<String, String> environment) {
		List<String> words = new ArrayList<>();
		Map<String, String> options = new HashMap<>();
		for (String each : given) {
			if (!each.startsWith("--")) {
				words.add(each);
				continue;
			}
			int equals = each.indexOf('=');
			String name = each.substring(2, (equals < 0) ? each.length() : equals);
			if (!OPTIONS.contains(name)) {
				return null;
			}
			options.put(name, (equals < 0) ? "true" : each.substring(equals + 1));
		}
		return words.isEmpty() ? null
				: new Arguments(words.getFirst(), List.copyOf(words.subList(1, words.size())), options, environment);
	}

	String option(String name, String otherwise) {
		return this.options.getOrDefault(name, otherwise);
	}

	ArchiveSettings bucket() {
		return new ArchiveSettings(ofBucket("bucket", ""), ofBucket("endpoint", ""), ofBucket("region", "us-east-1"),
				ofBucket("prefix", "recap/"), Boolean.parseBoolean(ofBucket("path-style", "false")), false);
	}

	private String ofBucket(String name, String otherwise) {
		String variable = "RECAP_ARCHIVE_" + name.replace("-", "").toUpperCase(Locale.ROOT);
		return option(name, this.environment.getOrDefault(variable, otherwise));
	}

	/** Properties of the Kafka clients. */
	Map<String, Object> clients() throws IOException {
		Map<String, Object> clients = new HashMap<>();
		String file = this.options.get("client-config");
		if (file != null) {
			Properties properties = new Properties();
			try (Reader reader = Files.newBufferedReader(Path.of(file))) {
				properties.load(reader);
			}
			properties.forEach((name, value) -> clients.put(String.valueOf(name), value));
		}
		if (this.options.containsKey("bootstrap-servers") || !clients.containsKey("bootstrap.servers")) {
			clients.put("bootstrap.servers", option("bootstrap-servers", "localhost:9092"));
		}
		return clients;
	}

}
