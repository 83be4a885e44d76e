package dev.recap.evaluation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.store.MessageDocument;

/** What anybody could do, to compare with. */
final class Baselines {

	private static final int LONG_WORD = 4;

	private Baselines() {
	}

	/** The first messages, with who wrote them. */
	static String lead(Sample sample, int words) {
		StringBuilder text = new StringBuilder();
		sample.messages().forEach((message) -> text.append(line(message)));
		return Measures.firstWords(text.toString(), words);
	}

	/** The longest messages, in their order. */
	static String longest(Sample sample, int messages, int words) {
		List<MessageDocument> longest = sample.messages()
			.stream()
			.sorted(Comparator.comparingInt((MessageDocument message) -> -message.content().length()))
			.limit(messages)
			.sorted(Comparator.comparing(MessageDocument::offset))
			.toList();
		StringBuilder text = new StringBuilder();
		longest.forEach((message) -> text.append(line(message)));
		return Measures.firstWords(text.toString(), words);
	}

	private static String line(MessageDocument message) {
		return message.userId() + ": " + message.content() + " ";
	}

	/** The most frequent words of some length. */
	static List<String> frequentWords(Sample sample) {
		Map<String, Integer> counts = new HashMap<>();
		sample.messages()
			.forEach((message) -> Rouge.words(message.content())
				.filter((word) -> word.length() > LONG_WORD)
				.forEach((word) -> counts.merge(word, 1, Integer::sum)));
		return counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
			.limit(10)
			.map(Map.Entry::getKey)
			.toList();
	}

}
