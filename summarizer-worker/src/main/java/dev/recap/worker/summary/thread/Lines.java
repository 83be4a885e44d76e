package dev.recap.worker.summary.thread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import opennlp.tools.stemmer.PorterStemmer;
import org.jspecify.annotations.Nullable;

/** Reads the lines that somebody wrote; what a server announces is none. */
final class Lines {

	private static final int SHORTEST_NAME = 3;

	private static final int SHORTEST_BARE_NAME = 4;

	private static final Pattern NAMED_FIRST = Pattern
		.compile("^\\s*[@\\[<(]?([^\\s:,>@\\[\\]()]{2,40})[\\])>]?\\s*([:,])?");

	private static final Pattern WORD = Pattern
		.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_'.-]*[\\p{L}\\p{N}_]|[\\p{L}\\p{N}]");

	private static final Pattern QUESTION = Pattern.compile(
			"\\?|^(?:\\S+[:,] ?)?(?:how|what|where|why|who|which|when|anyone|anybody|does|do|is|are|can|could|has|any)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern ANSWER = Pattern.compile(
			"^(?:\\S+[:,]\\s*)?(?:yes|yeah|yep|yup|no|nope|nah|ok|okay|k|sure|right|ah|oh|hmm*|well|not|it's|its|that|then|but|because|try|i did|done|nevermind|nvm|same|lol|haha)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern THANKS = Pattern
		.compile("\\b(?:thanks|thank you|thx|ty|tnx|cheers|welcome|np|no problem)\\b", Pattern.CASE_INSENSITIVE);

	private static final Pattern GREETING = Pattern
		.compile("^(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|evening))\\b", Pattern.CASE_INSENSITIVE);

	private final Set<String> users = new HashSet<>();

	private final Map<String, String> prefixes = new HashMap<>();

	private final Map<String, Integer> frequencies = new HashMap<>();

	private final List<MessageDocument> messages;

	private final List<List<String>> words;

	private Lines(List<MessageDocument> messages) {
		this.messages = messages.stream().filter((message) -> message.role() != Role.SYSTEM).toList();
		this.messages.forEach((message) -> this.users.add(lower(message.userId())));
		this.users.forEach(this::addPrefixes);
		this.words = this.messages.stream().map((message) -> words(message.content())).toList();
		PorterStemmer stemmer = new PorterStemmer();
		this.words.forEach((line) -> line.replaceAll((word) -> (word.length() > 3) ? stemmer.stem(word) : word));
		this.words
			.forEach((line) -> new HashSet<>(line).forEach((word) -> this.frequencies.merge(word, 1, Integer::sum)));
	}

	static List<Line> of(List<MessageDocument> messages) {
		Lines lines = new Lines(messages);
		List<Line> all = new ArrayList<>();
		for (int place = 0; place < lines.messages.size(); place++) {
			all.add(lines.line(place));
		}
		return all;
	}

	/** A prefix stands for a name when no other name starts so. */
	private void addPrefixes(String user) {
		for (int length = SHORTEST_NAME; length < user.length(); length++) {
			this.prefixes.merge(user.substring(0, length), user, (one, other) -> "");
		}
	}

	private Line line(int place) {
		MessageDocument message = this.messages.get(place);
		String content = message.content();
		String user = lower(message.userId());
		String addressee = addressee(content);
		return new Line(place, message, user, user.equals(addressee) ? null : addressee, mentioned(content, user),
				vector(this.words.get(place)), this.words.get(place).size(), QUESTION.matcher(content).find(),
				ANSWER.matcher(content).find(), THANKS.matcher(content).find(), GREETING.matcher(content).find());
	}

	private @Nullable String addressee(String content) {
		Matcher first = NAMED_FIRST.matcher(content);
		if (!first.find()) {
			return null;
		}
		String name = lower(first.group(1));
		boolean marked = first.group(2) != null || content.stripLeading().startsWith("@");
		if (this.users.contains(name)) {
			return (marked || name.length() >= SHORTEST_BARE_NAME && isRare(name)) ? name : null;
		}
		String meant = marked ? this.prefixes.getOrDefault(name, "") : "";
		return meant.isEmpty() ? null : meant;
	}

	/** Some names are ordinary words. */
	private boolean isRare(String name) {
		return this.messages.stream()
			.filter((message) -> lower(message.content()).contains(" " + name + " "))
			.count() <= 1 + this.messages.size() / 200;
	}

	private Set<String> mentioned(String content, String user) {
		Set<String> mentioned = new HashSet<>();
		Matcher matcher = WORD.matcher(content);
		while (matcher.find()) {
			String word = lower(matcher.group());
			if (word.length() >= SHORTEST_BARE_NAME && !word.equals(user) && this.users.contains(word)) {
				mentioned.add(word);
			}
		}
		return mentioned;
	}

	/** Names say whom, not what. */
	private List<String> words(String content) {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(content);
		while (matcher.find()) {
			String word = lower(matcher.group());
			if (word.length() > 1 && !this.users.contains(word)) {
				words.add(word);
			}
		}
		return words;
	}

	private Map<String, Double> vector(List<String> words) {
		Map<String, Double> vector = new HashMap<>();
		for (String word : words) {
			double rarity = Math.log((1.0 + this.messages.size()) / this.frequencies.getOrDefault(word, 1));
			vector.put(word, rarity * rarity);
		}
		double length = Math.sqrt(vector.values().stream().mapToDouble((weight) -> weight * weight).sum());
		vector.replaceAll((word, weight) -> (length > 0) ? weight / length : 0);
		return vector;
	}

	private static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
