package dev.recap.worker.summary.extractive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import opennlp.tools.postag.POSModel;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.tokenize.TokenizerModel;

/** The OpenNLP models for English, from their jars; immutable, hence shared. */
record Models(SentenceModel sentences, TokenizerModel tokens, POSModel tags) {

	private static final String SENTENCES = "/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin";

	private static final String TOKENS = "/opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin";

	private static final String TAGS = "/opennlp-en-ud-ewt-pos-1.3-2.5.4.bin";

	static Models load() {
		return new Models(read(SENTENCES, SentenceModel::new), read(TOKENS, TokenizerModel::new),
				read(TAGS, POSModel::new));
	}

	static <T> T read(String name, Reader<T> reader) {
		try (InputStream in = Models.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("No such model on the class path: " + name);
			}
			return reader.read(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	interface Reader<T> {

		T read(InputStream in) throws IOException;

	}

}
