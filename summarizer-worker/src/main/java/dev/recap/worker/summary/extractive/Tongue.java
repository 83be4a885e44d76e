package dev.recap.worker.summary.extractive;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import opennlp.tools.stemmer.PorterStemmer;
import org.jspecify.annotations.Nullable;

/**
 * The language a conversation is in: in English it is understood, in another it is only
 * counted and quoted.
 *
 * @param tag its BCP 47 tag; null for English and what can't be told
 * @param stopWords its words without content
 */
record Tongue(@Nullable String tag, Set<String> stopWords) {

	static final Tongue ENGLISH = new Tongue(null, Lists.STOP_WORDS);

	/** Scripts whose short words mostly say little. */
	private static final Set<UnicodeScript> ALPHABETS = Set.of(UnicodeScript.LATIN, UnicodeScript.CYRILLIC,
			UnicodeScript.GREEK);

	private static final int SHORTEST_UNLISTED = 4;

	private static final Pattern ELIDED = Pattern.compile("^(?:\\p{L}{1,2}|all|dell|nell|sull)'(?=\\p{L})");

	/** What cannot be told is in the language of what was said before. */
	static Tongue of(List<MessageDocument> messages, @Nullable ConversationSummary previous) {
		String before = (previous != null) ? previous.insights().language() : null;
		String tag = Languages.tell(messages).orElse(before);
		return (tag == null || tag.equals(Languages.ENGLISH)) ? ENGLISH : foreign(tag);
	}

	private static Tongue foreign(String tag) {
		Set<String> stopWords = new HashSet<>(Lists.STOP_WORDS);
		stopWords.addAll(Lists.FOREIGN_STOP_WORDS.getOrDefault(tag, Set.of()));
		return new Tongue(tag, stopWords);
	}

	boolean isEnglish() {
		return this.tag == null;
	}

	List<String> words(String text) {
		List<String> words = Words.of(text);
		return isEnglish() ? words : words.stream().map((word) -> ELIDED.matcher(word).replaceFirst("")).toList();
	}

	boolean isContent(String word) {
		return isEnglish() ? Words.isContent(word)
				: Words.isContent(word, this.stopWords) && (isListed() || !isShort(word));
	}

	private boolean isListed() {
		return Lists.FOREIGN_STOP_WORDS.containsKey(this.tag);
	}

	private static boolean isShort(String word) {
		return word.length() < SHORTEST_UNLISTED && ALPHABETS.contains(UnicodeScript.of(word.codePointAt(0)));
	}

	String stem(PorterStemmer stemmer, String word) {
		return isEnglish() ? Words.stem(stemmer, word) : word;
	}

	/** The words that carry content, stemmed where that is known. */
	List<String> stems(List<String> words) {
		PorterStemmer stemmer = new PorterStemmer();
		return words.stream().filter(this::isContent).map((word) -> stem(stemmer, word)).toList();
	}

	/** The sentences of a line by the rules of Unicode. */
	List<String> sentences(String line) {
		BreakIterator breaks = BreakIterator
			.getSentenceInstance((this.tag != null) ? Locale.forLanguageTag(this.tag) : Locale.ROOT);
		breaks.setText(line);
		List<String> sentences = new ArrayList<>();
		int start = breaks.first();
		for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
			String sentence = line.substring(start, end).strip();
			if (!sentence.isEmpty()) {
				sentences.add(sentence);
			}
			start = end;
		}
		return sentences;
	}

}
