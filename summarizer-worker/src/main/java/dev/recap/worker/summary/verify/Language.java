package dev.recap.worker.summary.verify;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** What a capital letter tells depends on the language. */
enum Language {

	/** Names, and the first word of a sentence. */
	ENGLISH,

	/** Any noun. */
	GERMAN,

	/** Names, and words of which we have no list. */
	OTHER;

	private static final Set<String> ENGLISH_WORDS = Set.of("the", "a", "an", "is", "are", "was", "to", "of", "in",
			"on", "for", "and", "it", "that", "this", "you", "i", "we", "will", "with", "have", "not", "be", "by", "do",
			"can", "ok", "yes", "at", "they");

	private static final Set<String> GERMAN_WORDS = Set.of("der", "die", "das", "und", "ist", "nicht", "ein", "eine",
			"ich", "wir", "mit", "für", "den", "dem", "auf", "von", "zu", "dass", "wird", "im", "es", "noch", "auch",
			"bis", "ja", "kann", "bitte");

	private static final Set<String> OTHER_WORDS = Set.of("el", "los", "las", "que", "para", "por", "con", "una", "le",
			"les", "des", "est", "et", "pour", "avec", "il", "che", "di", "per", "non", "uma", "não", "om", "het",
			"een", "och", "att", "som", "się", "nie", "na");

	private static final int SAMPLE = 2000;

	/** The language of a text, as far as it matters here. */
	static Language of(String text) {
		int english = 0;
		int german = 0;
		int other = 0;
		int latin = 0;
		int words = 0;
		Matcher word = Source.WORD.matcher(text);
		while (word.find() && words < SAMPLE) {
			String lower = word.group().toLowerCase(Locale.ROOT);
			words++;
			english += ENGLISH_WORDS.contains(lower) ? 1 : 0;
			german += GERMAN_WORDS.contains(lower) ? 1 : 0;
			other += OTHER_WORDS.contains(lower) ? 1 : 0;
			latin += (lower.charAt(0) < 128) ? 1 : 0;
		}
		if (german > english && german >= other) {
			return GERMAN;
		}
		return (other > english || latin * 2 < words) ? OTHER : ENGLISH;
	}

}
