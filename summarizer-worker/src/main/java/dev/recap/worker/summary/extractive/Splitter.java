package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.util.Span;
import org.jspecify.annotations.Nullable;

/** Splits messages into utterances; one per call, as the detector keeps state. */
final class Splitter {

	private static final int LONGEST_QUOTE = 400;

	private static final Pattern FENCED = Pattern.compile("```.*?(?:```|\\z)", Pattern.DOTALL);

	private static final Pattern INNER_END = Pattern.compile("[.!?…][\"')\\]]*\\s+\\S");

	private static final Pattern ADDRESSED = Pattern.compile(
			"^(?:(?:hey|hi|ok|okay|so|well|and|um|uh)[ ,]+)?@?([\\p{L}\\p{N}_`|\\[\\]^{}\\\\.-]{2,30})(?: ?[:,] ?|: )(?=\\S)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern MENTIONED = Pattern.compile("(?:^|\\s)@([\\p{L}\\p{N}_.-]{2,40})");

	private static final Pattern NAMED_LAST = Pattern.compile(",\\s*([\\p{L}\\p{N}_-]{3,30})\\s*[?.!]*$");

	private static final Pattern FILLERS = Pattern.compile(
			"^(?:(?:um+|uh+|er+m?|ah+|oh|hm+|mm+|well|so|and|but|then|ok|okay|alright|right|yeah|yes|yep|yup|yea|no|nope|sure|cool|great|lol|(?:ha)+h?|btw|also|anyway|now|actually|basically|i think|i guess|i mean|you know|like|hey|hi|thanks|because|cause|cos|good|fine)(?![\\w'-])[\\s,.:;!…-]*)+");

	private static final Pattern SCRIBE = Pattern.compile("(?i)^scribe(?:nick)?\\s*:.*");

	private final SentenceDetectorME detector;

	private final Participants participants;

	private final Tongue tongue;

	private boolean scribed;

	Splitter(Models models, Participants participants, Tongue tongue) {
		this.tongue = tongue;
		this.detector = new SentenceDetectorME(models.sentences());
		this.participants = participants;
	}

	List<Utterance> split(List<MessageDocument> messages) {
		this.scribed = messages.stream().anyMatch((message) -> SCRIBE.matcher(message.content()).matches());
		Set<String> bots = Bots.of(messages);
		List<Utterance> utterances = new ArrayList<>();
		for (int i = 0; i < messages.size(); i++) {
			if (messages.get(i).role() != Role.SYSTEM && !bots.contains(messages.get(i).userId())) {
				split(i, messages.get(i), utterances);
			}
		}
		return utterances;
	}

	private void split(int place, MessageDocument message, List<Utterance> utterances) {
		String content = message.content();
		String prose = (content.contains("```")) ? FENCED.matcher(content).replaceAll("\n") : content;
		for (String line : Text.UNPRINTABLE.split(prose)) {
			for (String sentence : sentences(line.strip())) {
				utterances.add(utterance(utterances.size(), place, message, sentence));
			}
		}
	}

	private List<String> sentences(String line) {
		if (line.isEmpty()) {
			return List.of();
		}
		if (!this.tongue.isEnglish()) {
			return this.tongue.sentences(line);
		}
		if (!INNER_END.matcher(line).find()) {
			return List.of(line);
		}
		List<String> sentences = new ArrayList<>();
		for (Span span : this.detector.sentPosDetect(line)) {
			String sentence = span.getCoveredText(line).toString().strip();
			if (!sentence.isEmpty()) {
				sentences.add(sentence);
			}
		}
		return sentences.isEmpty() ? List.of(line) : sentences;
	}

	private Utterance utterance(int index, int place, MessageDocument message, String sentence) {
		String quote = Text.limit(sentence, LONGEST_QUOTE);
		Matcher prefix = ADDRESSED.matcher(quote);
		boolean prefixed = prefix.find();
		if (prefixed) {
			this.participants.note(prefix.group(1));
		}
		String addressee = prefixed ? this.participants.resolve(prefix.group(1)).orElse(null) : null;
		String said = (addressee != null) ? quote.substring(prefix.end()) : quote;
		if (addressee == null) {
			addressee = mentioned(quote);
		}
		List<String> words = this.tongue.words(said);
		String plain = this.tongue.isEnglish() ? plain(said) : "";
		boolean minuted = this.scribed && said.length() < quote.length() && addressee != null;
		return new Utterance(index, place, message.messageId(), minuted ? addressee : message.userId(),
				message.timestamp(), quote, said, plain, words.size(), this.tongue.stems(words),
				minuted ? null : addressee);
	}

	private @Nullable String mentioned(String quote) {
		Matcher mention = MENTIONED.matcher(quote);
		Optional<String> user = mention.find() ? this.participants.resolve(mention.group(1)) : Optional.empty();
		Matcher last = NAMED_LAST.matcher(quote);
		if (user.isEmpty() && last.find()) {
			user = this.participants.resolve(last.group(1));
		}
		return user.orElse(null);
	}

	static String plain(String said) {
		String lower = said.toLowerCase(Locale.ROOT).replace('’', '\'');
		return FILLERS.matcher(lower).replaceFirst("").strip();
	}

}
