package dev.recap.standalone.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A command, what it is for, and its options, given as {@code --name=value}. */
public record Arguments(String command, List<String> operands, Map<String, String> options) {

	/**
	 * Reads what was given.
	 * @param known the options there are
	 * @return null when they make no sense
	 */
	public static @Nullable Arguments parse(String[] given, Set<String> known) {
		List<String> words = new ArrayList<>();
		Map<String, String> options = new HashMap<>();
		for (String each : given) {
			if (!each.startsWith("--")) {
				words.add(each);
				continue;
			}
			int equals = each.indexOf('=');
			String name = each.substring(2, (equals < 0) ? each.length() : equals);
			if (!known.contains(name)) {
				return null;
			}
			options.put(name, (equals < 0) ? "" : each.substring(equals + 1));
		}
		return words.isEmpty() ? null
				: new Arguments(words.getFirst(), List.copyOf(words.subList(1, words.size())), options);
	}

	public boolean has(String option) {
		return this.options.containsKey(option);
	}

	public @Nullable String option(String name) {
		return this.options.get(name);
	}

	public String option(String name, String otherwise) {
		return this.options.getOrDefault(name, otherwise);
	}

	/**
	 * Settings of Kafka clients, from {@code --client-config} and
	 * {@code --bootstrap-servers}.
	 * @throws IOException when the file cannot be read
	 */
	public Map<String, Object> clients() throws IOException {
		Map<String, Object> clients = new HashMap<>();
		String file = option("client-config");
		if (file != null) {
			Properties properties = new Properties();
			try (Reader reader = Files.newBufferedReader(Path.of(file))) {
				properties.load(reader);
			}
			properties.forEach((name, value) -> clients.put(String.valueOf(name), value));
		}
		if (has("bootstrap-servers") || !clients.containsKey("bootstrap.servers")) {
			clients.put("bootstrap.servers", option("bootstrap-servers", "localhost:9092"));
		}
		return clients;
	}

}
