package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who takes part, and whom a name in the text means. */
final class Participants {

	private static final int SHORTEST_NAME = 3;

	private static final int LONGEST_SHOWN = 40;

	private static final int SHORTEST_PREFIX = 4;

	private static final int LONGEST_PREFIX = 12;

	private static final Pattern BETWEEN_PARTS = Pattern.compile("[\\s._\\-|@]+|(?<=[a-z])(?=[A-Z])");

	/** Where words of some length were written together: "ProjectManager". */
	private static final Pattern JOINED = Pattern.compile("(?<=[\\p{Ll}]{3})(?=\\p{Lu}\\p{Ll}{2})");

	private static final Pattern NUMBER_AT_END = Pattern.compile("[\\d_]+$");

	private final List<String> users;

	private final Map<String, String> exact = new LinkedHashMap<>();

	private final Map<String, Set<String>> prefixes = new HashMap<>();

	private final Map<String, Set<String>> named = new HashMap<>();

	private final Map<String, Integer> spokenFor = new HashMap<>();

	Participants(Collection<String> users) {
		this.users = List.copyOf(users);
		for (String user : this.users) {
			String lower = user.toLowerCase(Locale.ROOT);
			this.exact.putIfAbsent(lower, user);
			List<String> parts = parts(user);
			parts.forEach((part) -> name(part, user));
			name(String.join(" ", parts), user);
			for (int length = SHORTEST_PREFIX; length < Math.min(lower.length(), LONGEST_PREFIX); length++) {
				this.prefixes.computeIfAbsent(lower.substring(0, length), (key) -> new HashSet<>()).add(user);
			}
		}
	}

	private void name(String name, String user) {
		if (name.length() >= SHORTEST_NAME && !Lists.STOP_WORDS.contains(name)) {
			this.named.computeIfAbsent(name, (key) -> new HashSet<>()).add(user);
		}
	}

	private static List<String> parts(String user) {
		List<String> parts = new ArrayList<>();
		for (String part : BETWEEN_PARTS.split(user)) {
			String name = NUMBER_AT_END.matcher(part.toLowerCase(Locale.ROOT)).replaceAll("");
			if (name.length() >= SHORTEST_NAME) {
				parts.add(name);
			}
		}
		return parts;
	}

	/** The participant a name means, if it means exactly one. */
	Optional<String> resolve(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		String wanted = lower.startsWith("@") ? lower.substring(1) : lower;
		String user = this.exact.get(wanted);
		if (user != null) {
			return Optional.of(user);
		}
		Set<String> meant = this.named.getOrDefault(wanted,
				Lists.STOP_WORDS.contains(wanted) ? Set.of() : this.prefixes.getOrDefault(wanted, Set.of()));
		return (meant.size() == 1) ? Optional.of(meant.iterator().next()) : Optional.empty();
	}

	/** The one other participant, when there are two. */
	Optional<String> other(String user) {
		return (this.users.size() == 2 && this.users.contains(user))
				? this.users.stream().filter((other) -> !other.equals(user)).findFirst() : Optional.empty();
	}

	/** Takes note of whose words somebody writes down: "Ana: it works". */
	void note(String prefix) {
		this.spokenFor.merge(prefix.toLowerCase(Locale.ROOT), 1, Integer::sum);
	}

	/** Whether somebody is called so whose words others wrote down. */
	boolean isSpokenFor(String name) {
		int space = name.indexOf(' ');
		String first = ((space > 0) ? name.substring(0, space) : name).toLowerCase(Locale.ROOT);
		return this.spokenFor.getOrDefault(first, 0) > 1;
	}

	boolean isName(String word) {
		return this.exact.containsKey(word) || this.named.containsKey(word);
	}

	/** How a user is called in running text. */
	static String shown(String user) {
		return Text.limit(JOINED.matcher(Text.printable(user)).replaceAll(" "), LONGEST_SHOWN);
	}

}
