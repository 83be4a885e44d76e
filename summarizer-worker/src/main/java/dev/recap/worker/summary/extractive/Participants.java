package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who takes part, and whom a name in the text means. */
final class Participants {

	private static final int SHORTEST_NAME = 3;

	private static final int LONGEST_SHOWN = 40;

	private final List<String> users;

	private final Map<String, String> exact = new LinkedHashMap<>();

	private final Set<String> nameWords = new HashSet<>();

	Participants(Collection<String> users) {
		this.users = List.copyOf(users);
		for (String user : this.users) {
			this.exact.putIfAbsent(user.toLowerCase(Locale.ROOT), user);
			this.nameWords.addAll(parts(user));
			this.nameWords.add(user.toLowerCase(Locale.ROOT));
		}
	}

	private static List<String> parts(String user) {
		List<String> parts = new ArrayList<>();
		for (String part : user.split("[\\s._\\-|@]+|(?<=[a-z])(?=[A-Z])")) {
			String name = part.toLowerCase(Locale.ROOT).replaceAll("[\\d_]+$", "");
			if (name.length() >= SHORTEST_NAME) {
				parts.add(name);
			}
		}
		return parts;
	}

	/** The participant a name means, if it means exactly one. */
	Optional<String> resolve(String name) {
		String wanted = name.toLowerCase(Locale.ROOT).replaceFirst("^@", "");
		String user = this.exact.get(wanted);
		if (user != null) {
			return Optional.of(user);
		}
		List<String> matches = this.users.stream().filter((candidate) -> isNamed(candidate, wanted)).toList();
		return (matches.size() == 1) ? Optional.of(matches.getFirst()) : Optional.empty();
	}

	private static boolean isNamed(String user, String wanted) {
		if (wanted.length() < SHORTEST_NAME || Lists.STOP_WORDS.contains(wanted)) {
			return false;
		}
		return parts(user).contains(wanted) || String.join(" ", parts(user)).equals(wanted)
				|| (wanted.indexOf(' ') < 0 && user.toLowerCase(Locale.ROOT).startsWith(wanted) && wanted.length() > 3);
	}

	/** The one other participant, when there are two. */
	Optional<String> other(String user) {
		return (this.users.size() == 2 && this.users.contains(user))
				? this.users.stream().filter((other) -> !other.equals(user)).findFirst() : Optional.empty();
	}

	boolean isName(String word) {
		return this.nameWords.contains(word);
	}

	/** How a user is called in running text. */
	static String shown(String user) {
		return Text.limit(Text.printable(user), LONGEST_SHOWN);
	}

}
