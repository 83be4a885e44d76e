package dev.recap.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

/**
 * The data sets in a folder, one conversation per line.
 *
 * @param most how many conversations of each are read; 0 for all
 */
record DataSets(Path folder, int most) {

	static final String AMI = "meetings_ami";

	static final String QMSUM = "meetings_qmsum";

	static final String CONVOSUMM = "threads_email_convosumm";

	static final String W3C = "chat_w3c_jsonld";

	static final String GOEMOTIONS = "sentiment_reddit_goemotions";

	static final String SENTI4SD = "sentiment_stackoverflow_senti4sd";

	static final String TOPICAL_CHAT = "sentiment_chat_topicalchat";

	static final String GITTER = "gitter_dialogs";

	static final String UBUNTU = "irc_ubuntu_threads";

	static final String UBUNTU_STREAM = "irc_ubuntu_stream";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static DataSets configured() {
		return new DataSets(Path.of(System.getProperty("recap.evaluation.data", "../shared/data")),
				Integer.getInteger("recap.evaluation.most", 0));
	}

	boolean has(String name) {
		return Files.isReadable(file(name));
	}

	private Path file(String name) {
		return this.folder.resolve(name + ".jsonl");
	}

	List<Sample> read(String name) {
		try (Stream<String> lines = Files.lines(file(name))) {
			Stream<Sample> samples = lines.map(JSON::readTree).map(Sample::of);
			return ((this.most > 0) ? samples.limit(this.most) : samples).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The annotated days of a channel, one message per line. */
	List<ChannelDay> channelDays() {
		return ChannelDay.read(file(UBUNTU_STREAM));
	}

}
