package dev.recap.worker.summary.extractive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The word lists that lie beside the classes. */
final class Lists {

	static final Set<String> STOP_WORDS = words("stop-words.txt");

	static final Set<String> WORK_VERBS = words("work-verbs.txt");

	static final Set<String> PRESENT_VERBS = words("present-verbs.txt");

	/** By the tag of the language. */
	static final Map<String, Set<String>> FOREIGN_STOP_WORDS = wordsByTag("stop-words-foreign.txt");

	static final Map<String, Double> DOMAIN_TONE = numbers("domain-tone.txt");

	private Lists() {
	}

	private static Set<String> words(String name) {
		return lines(name).stream()
			.flatMap((line) -> Stream.of(line.split("\\s+")))
			.filter((word) -> !word.isEmpty())
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Map<String, Set<String>> wordsByTag(String name) {
		Map<String, Set<String>> words = new HashMap<>();
		for (String line : lines(name)) {
			String[] parts = line.split("\t");
			words.put(parts[0], Set.copyOf(List.of(parts[1].split(" "))));
		}
		return Map.copyOf(words);
	}

	private static Map<String, Double> numbers(String name) {
		Map<String, Double> numbers = new HashMap<>();
		for (String line : lines(name)) {
			String[] parts = line.split("\t");
			numbers.put(parts[0], Double.valueOf(parts[1]));
		}
		return Map.copyOf(numbers);
	}

	static List<String> lines(String name) {
		try (InputStream in = Lists.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("No such list: " + name);
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
