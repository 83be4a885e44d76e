package dev.recap.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight;

/** Checks what a highlight says against the messages it cites. */
final class Support {

	/** A number, or a word with a capital that does not start a sentence. */
	private static final Pattern TO_PROVE = Pattern
		.compile("\\p{N}[\\p{N}.,:]*\\p{N}|\\p{N}|(?<=[\\p{Ll},;] )\\p{Lu}[\\p{L}\\p{N}-]+");

	private static final Pattern NAMES = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

	private final Highlight highlight;

	private final Set<String> ids;

	private final Set<String> users;

	private final String cited;

	private final Set<String> names;

	Support(Sample sample, Highlight highlight) {
		this.highlight = highlight;
		this.ids = sample.messages().stream().map(MessageDocument::messageId).collect(Collectors.toSet());
		this.users = sample.messages().stream().map(MessageDocument::userId).collect(Collectors.toSet());
		this.cited = Measures.lower(highlight.messageIds()
			.stream()
			.filter(this.ids::contains)
			.map(sample::content)
			.collect(Collectors.joining("\n")));
		this.names = new HashSet<>();
		this.users.forEach((user) -> {
			this.names.add(Measures.lower(user));
			NAMES.splitAsStream(user).map(Measures::lower).forEach(this.names::add);
		});
	}

	long dangling() {
		boolean foreign = this.highlight.owner() != null && !this.users.contains(this.highlight.owner());
		return this.highlight.messageIds().stream().filter((id) -> !this.ids.contains(id)).count() + (foreign ? 1 : 0)
				+ (this.highlight.messageIds().isEmpty() ? 1 : 0);
	}

	/** Names and numbers that no cited message holds. */
	List<String> unsupported() {
		List<String> unsupported = new ArrayList<>();
		TO_PROVE.matcher(this.highlight.text())
			.results()
			.map(MatchResult::group)
			.filter((word) -> !this.cited.contains(Measures.lower(word)))
			.filter((word) -> !isName(word))
			.forEach(unsupported::add);
		return unsupported;
	}

	private boolean isName(String word) {
		return NAMES.splitAsStream(word).map(Measures::lower).allMatch(this.names::contains)
				|| this.names.stream().anyMatch((name) -> name.contains(Measures.lower(word)));
	}

}
