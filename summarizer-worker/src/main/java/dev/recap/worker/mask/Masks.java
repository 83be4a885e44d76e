package dev.recap.worker.mask;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.worker.mask.PersonalData.Place;
import org.jspecify.annotations.Nullable;

/**
 * Puts marks such as {@code [EMAIL_1]} in the place of personal data, and the data back
 * in the place of marks; the same data has the same mark within one conversation with a
 * model. Not safe for use by several threads.
 */
public final class Masks {

	/** No mark is longer. */
	static final int LONGEST = 16;

	private static final Pattern MARK = Pattern.compile("\\[[A-Z]{3,6}_\\d+\\]");

	private final boolean on;

	private final Map<String, String> marks = new HashMap<>();

	private final Map<String, String> data = new HashMap<>();

	private final Map<PersonalData, Integer> counts = new EnumMap<>(PersonalData.class);

	/**
	 * Masks that hide.
	 * @param on false for ones that hide nothing
	 */
	public Masks(boolean on) {
		this.on = on;
	}

	/** The text without personal data. */
	public String mask(String text) {
		if (!this.on) {
			return text;
		}
		StringBuilder masked = new StringBuilder();
		int from = 0;
		for (Place place = first(text, 0); place != null; place = first(text, from)) {
			masked.append(text, from, place.start())
				.append(mark(place.kind(), text.substring(place.start(), place.end())));
			from = place.end();
		}
		return masked.append(text, from, text.length()).toString();
	}

	/** The text with the personal data back in it. */
	public String unmask(String text) {
		return this.data.isEmpty() ? text : MARK.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(this.data.getOrDefault(found.group(), found.group())));
	}

	private static @Nullable Place first(String text, int from) {
		Place first = null;
		for (PersonalData kind : PersonalData.values()) {
			Place place = kind.find(text, from);
			if (place != null && (first == null || place.start() < first.start())) {
				first = place;
			}
		}
		return first;
	}

	private String mark(PersonalData kind, String data) {
		return this.marks.computeIfAbsent(data, (key) -> {
			String mark = "[" + kind.label() + "_" + this.counts.merge(kind, 1, Integer::sum) + "]";
			this.data.put(mark, data);
			return mark;
		});
	}

	/** Puts data back in a text that comes in pieces; a mark may lie in two of them. */
	public Pieces pieces() {
		return new Pieces();
	}

	/** A text that comes in pieces. */
	public final class Pieces {

		private String held = "";

		private Pieces() {
		}

		/** What can be said after another piece. */
		public String next(String piece) {
			String all = this.held + piece;
			int open = all.lastIndexOf('[');
			boolean mayBeMark = Masks.this.on && open >= 0 && all.indexOf(']', open) < 0
					&& all.length() - open < LONGEST;
			this.held = mayBeMark ? all.substring(open) : "";
			return unmask(mayBeMark ? all.substring(0, open) : all);
		}

		/** What is left at the end. */
		public String rest() {
			String rest = unmask(this.held);
			this.held = "";
			return rest;
		}

	}

}
