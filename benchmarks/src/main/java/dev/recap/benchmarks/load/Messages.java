package dev.recap.benchmarks.load;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages of about 300 bytes of JSON, as people write them, always the same ones. */
public final class Messages {

	private static final int CHARACTERS = 225;

	private static final List<String> WORDS = List.of("the", "release", "we", "should", "ship", "on", "friday", "and",
			"notes", "will", "be", "ready", "by", "then", "please", "review", "my", "change", "before", "noon", "it",
			"fixes", "that", "timeout", "in", "production", "nobody", "knows", "why", "broker", "restarts", "every",
			"night", "maybe", "somebody", "has", "an", "idea", "about", "disk", "usage", "report", "meeting", "budget",
			"customer", "asked", "again", "for", "export", "button", "agreed", "to", "postpone", "tests", "are",
			"green", "again", "thanks", "deploy", "rollback", "plan", "owner", "next", "week");

	private final RandomGenerator random;

	/** Messages that are the same for the same seed. */
	public Messages(long seed) {
		this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
	}

	/** What somebody says. */
	public String text() {
		StringBuilder text = new StringBuilder(CHARACTERS + 16);
		while (text.length() < CHARACTERS) {
			text.append(WORDS.get(this.random.nextInt(WORDS.size()))).append(' ');
		}
		return text.toString().strip();
	}

	/** A body of one message. */
	public String single(String conversation, String user) {
		return "{\"conversation_id\":\"" + conversation + "\",\"user_id\":\"" + user + "\",\"message\":\"" + text()
				+ "\"}";
	}

	/** A body of one message that can be found by its id. */
	public String known(String conversation, String user, String id) {
		return "{\"conversation_id\":\"" + conversation + "\",\"user_id\":\"" + user + "\",\"message_id\":\"" + id
				+ "\",\"message\":\"" + text() + "\"}";
	}

	/** A body of many messages of one conversation. */
	public String batch(String conversation, String user, int size) {
		return "{\"conversation_id\":\"" + conversation + "\",\"user_id\":\"" + user + "\",\"messages\":["
				+ IntStream.range(0, size)
					.mapToObj((i) -> "{\"content\":\"" + text() + "\",\"user_id\":\"user-" + i % 20 + "\"}")
					.collect(Collectors.joining(","))
				+ "]}";
	}

	/** Bodies of one message, each of another conversation. */
	public List<String> singles(String prefix, int conversations) {
		return IntStream.range(0, conversations).mapToObj((i) -> single(prefix + i, "user-" + i % 100)).toList();
	}

	/** Bodies of batches, each of another conversation. */
	public List<String> batches(String prefix, int conversations, int size) {
		return IntStream.range(0, conversations).mapToObj((i) -> batch(prefix + i, "user-" + i % 100, size)).toList();
	}

	/** What is said to a room, with the time at which it was to be said. */
	static String marked(long intended) {
		return "{\"type\":\"message\",\"message\":\"sent-at=" + intended + " " + "and so on ".repeat(18) + "\"}";
	}

}
