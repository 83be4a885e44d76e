package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryType;
import org.jspecify.annotations.Nullable;

/** Puts highlights together to a text and a title. */
final class Composition {

	private static final int LONGEST_TITLE = 80;

	private static final String SAYS = " says ";

	private Composition() {
	}

	/** The keywords, with a word between them only where its language is known. */
	static @Nullable String title(List<String> keywords, Tongue tongue) {
		if (keywords.isEmpty()) {
			return null;
		}
		List<String> named = keywords.subList(0, Math.min(3, keywords.size()));
		if (!tongue.isEnglish()) {
			return Text.limit(Text.capitalized(String.join(", ", named)), LONGEST_TITLE);
		}
		String last = named.getLast();
		String title = (named.size() == 1) ? last
				: String.join(", ", named.subList(0, named.size() - 1)) + " and " + last;
		return Text.limit(Text.capitalized(title), LONGEST_TITLE);
	}

	static String text(SummaryType type, List<Highlight> points, List<Highlight> highlights, String lead) {
		String text = (lead + " " + sentences(type, points)).strip();
		if (type != SummaryType.DETAILED) {
			return text;
		}
		return text + section("Decisions", Kind.DECISION, highlights)
				+ section("Action items", Kind.ACTION_ITEM, highlights)
				+ section("Questions", Kind.QUESTION, highlights);
	}

	/** Who goes on saying something is named once. */
	private static String sentences(SummaryType type, List<Highlight> points) {
		if (type == SummaryType.WINDOW || type == SummaryType.ROLLING) {
			return points.stream().map(Highlight::text).collect(Collectors.joining(" "));
		}
		List<String> sentences = new ArrayList<>();
		String speaker = "";
		for (Highlight point : points) {
			String text = point.text();
			String says = text.substring(0, text.indexOf(SAYS) + 1);
			boolean goesOn = !says.isEmpty() && says.equals(speaker);
			sentences.add(goesOn ? Text.capitalized(text.substring(says.length() + SAYS.length() - 1)) : text);
			speaker = says;
		}
		return String.join(" ", sentences);
	}

	private static String section(String heading, Kind kind, List<Highlight> highlights) {
		String lines = highlights.stream()
			.filter((highlight) -> highlight.kind() == kind)
			.map((highlight) -> "\n- " + line(highlight))
			.collect(Collectors.joining());
		return lines.isEmpty() ? "" : "\n\n" + heading + ":" + lines;
	}

	private static String line(Highlight highlight) {
		String owner = highlight.owner();
		String due = highlight.due();
		return highlight.text() + ((owner != null) ? " (" + Participants.shown(owner) + ")" : "")
				+ ((due != null) ? " (due " + due + ")" : "");
	}

}
