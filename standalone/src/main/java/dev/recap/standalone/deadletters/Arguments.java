package dev.recap.standalone.deadletters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A command, what it is for, and its options, given as {@code --name=value}. */
record Arguments(String command, List<String> operands, Map<String, String> options) {

	private static final Set<String> OPTIONS = Set.of("bootstrap-servers", "topic", "client-config", "value", "to",
			"all", "again");

	/** Null when they make no sense. */
	static @Nullable Arguments parse(String[] given) {
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
			options.put(name, (equals < 0) ? "" : each.substring(equals + 1));
		}
		return words.isEmpty() ? null
				: new Arguments(words.getFirst(), List.copyOf(words.subList(1, words.size())), options);
	}

	boolean has(String option) {
		return this.options.containsKey(option);
	}

	@Nullable String option(String name) {
		return this.options.get(name);
	}

	String option(String name, String otherwise) {
		return this.options.getOrDefault(name, otherwise);
	}

}
