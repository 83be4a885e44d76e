package dev.recap.worker.summary.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.postag.POSModel;

/**
 * Ordinary English words: those that OpenNLP's part-of-speech model has met in small
 * letters often enough to know them.
 */
final class Lexicon {

	private static final String MODEL = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

	private static final String ENTRY = "pos.model";

	private static final String WORD = "w=";

	/** Where an {@link AbstractModel} keeps what it knows by feature. */
	private static final int FEATURES = 1;

	private static final Set<String> WORDS = read();

	private Lexicon() {
	}

	static boolean knows(String word) {
		String lower = word.toLowerCase(Locale.ROOT).replace('’', '\'');
		int apostrophe = lower.indexOf('\'');
		return WORDS.contains((apostrophe > 0) ? lower.substring(0, apostrophe) : lower);
	}

	private static Set<String> read() {
		try (InputStream in = Lexicon.class.getResourceAsStream(MODEL)) {
			if (in == null) {
				throw new IllegalStateException("There is no resource " + MODEL);
			}
			AbstractModel model = new POSModel(in).getArtifact(ENTRY);
			return ((Map<?, ?>) model.getDataStructures()[FEATURES]).keySet()
				.stream()
				.map(String::valueOf)
				.filter((feature) -> feature.startsWith(WORD))
				.map((feature) -> feature.substring(WORD.length()))
				.collect(Collectors.toUnmodifiableSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
