package dev.recap.worker.summary.extractive;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Tells the language most of a conversation is in, where there is enough of it. */
final class Languages {

	static final String ENGLISH = "en";

	private static final String MODEL = "/langdetect-183.bin";

	private static final int MOST_MESSAGES = 60;

	private static final int LONGEST_OF_ONE = 300;

	private static final int LONGEST = 3000;

	private static final int FEWEST_WORDS = 4;

	private static final Pattern FENCED = Pattern.compile("```.*?(?:```|\\z)|`[^`\\n]*`", Pattern.DOTALL);

	/** Addresses, names, numbers and code are in no language. */
	private static final Pattern NO_PROSE = Pattern.compile("\\S*[\\d/@_\\\\=<>{}\\[\\]|]\\S*");

	/** Text with this share of English function words needs no model to tell. */
	private static final double PLAINLY_ENGLISH = 0.3;

	private static final double LEAST_CONFIDENCE = 0.03;

	private static final double TIMES_ENGLISH = 1.5;

	/** Codes of the model that Java does not know as another name of a language. */
	private static final Map<String, String> TAGS = tags();

	private Languages() {
	}

	private static Map<String, String> tags() {
		Map<String, String> tags = new HashMap<>();
		for (String tag : Locale.getISOLanguages()) {
			tags.put(Locale.of(tag).getISO3Language(), tag);
		}
		tags.putAll(Map.of("cmn", "zh", "ekk", "et", "lvs", "lv", "pes", "fa", "arb", "ar", "swh", "sw", "zlm", "ms"));
		return Map.copyOf(tags);
	}

	/** Its BCP 47 tag; empty when it can't be told. */
	static Optional<String> tell(List<MessageDocument> messages) {
		return tell(sample(messages));
	}

	static Optional<String> tell(String text) {
		List<String> words = Words.of(text);
		if (words.size() < FEWEST_WORDS) {
			return Optional.empty();
		}
		long english = words.stream().filter(Lists.STOP_WORDS::contains).count();
		return (english >= PLAINLY_ENGLISH * words.size()) ? Optional.of(ENGLISH) : guess(text);
	}

	private static Optional<String> guess(String text) {
		Language[] guesses = new LanguageDetectorME(Detector.MODEL).predictLanguages(text);
		double english = 0;
		for (Language guess : guesses) {
			english = guess.getLang().equals("eng") ? guess.getConfidence() : english;
		}
		Language best = guesses[0];
		boolean sure = best.getConfidence() >= LEAST_CONFIDENCE && best.getConfidence() >= TIMES_ENGLISH * english;
		return (sure || !isLatin(text)) ? Optional.of(TAGS.getOrDefault(best.getLang(), best.getLang()))
				: Optional.empty();
	}

	private static boolean isLatin(String text) {
		long letters = text.codePoints().filter(Character::isLetter).count();
		return 2 * text.codePoints()
			.filter((c) -> Character.isLetter(c) && UnicodeScript.of(c) == UnicodeScript.LATIN)
			.count() > letters;
	}

	/** Something of all of a conversation. */
	private static String sample(List<MessageDocument> messages) {
		List<MessageDocument> said = messages.stream().filter((message) -> message.role() != Role.SYSTEM).toList();
		int step = Math.ceilDiv(Math.max(1, said.size()), MOST_MESSAGES);
		StringBuilder sample = new StringBuilder();
		for (int i = 0; i < said.size() && sample.length() < LONGEST; i += step) {
			String prose = FENCED.matcher(said.get(i).content()).replaceAll(" ");
			sample.append(NO_PROSE.matcher(Text.limit(prose, LONGEST_OF_ONE)).replaceAll(" ")).append('\n');
		}
		return sample.toString();
	}

	/** Read when it is needed first: most conversations do without. */
	private static final class Detector {

		static final LanguageDetectorModel MODEL = Models.read(Languages.MODEL, LanguageDetectorModel::new);

	}

}
