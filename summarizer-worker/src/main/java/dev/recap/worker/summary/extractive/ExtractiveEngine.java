package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.summary.SummaryEngine;
import dev.recap.worker.summary.thread.Threads;
import org.jspecify.annotations.Nullable;

/**
 * The engine that needs no model and no network: it picks what was said, and is
 * deterministic and safe to share between threads.
 */
public final class ExtractiveEngine implements SummaryEngine {

	private static final String NAME = "extractive";

	private static final String VERSION = "extractive-3";

	private static final int FEWEST_TERMS = 3;

	private static final Pattern SPACES = Pattern.compile("\\s+");

	private final Models models = Models.load();

	private final Weights weights;

	/**
	 * It does nothing but compute, so a burst of closing windows would take every
	 * processor for itself: one is left to those who store and answer messages meanwhile.
	 */
	private final Semaphore processors = new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
			true);

	public ExtractiveEngine() {
		this(Weights.packaged());
	}

	/** An engine with other weights, to measure them. */
	public ExtractiveEngine(Weights weights) {
		this.weights = weights;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		this.processors.acquireUninterruptibly();
		try {
			return compute(input);
		}
		finally {
			this.processors.release();
		}
	}

	private EngineResult compute(EngineInput input) {
		Reading reading = read(input.messages(), Tongue.of(input.messages(), input.previous()));
		ConversationSummary previous = (input.type() != SummaryType.WINDOW) ? input.previous() : null;
		Moods moods = Moods.of(input.messages(), reading.tongue());
		if (!reading.isSufficient()) {
			return tooThin(reading.tongue(), moods, previous);
		}
		return summarized(input.type(), reading, moods, previous, threads(input));
	}

	/** A brief summary has no room for threads, a rolling one follows the one before. */
	private static List<List<MessageDocument>> threads(EngineInput input) {
		boolean threaded = input.type() == SummaryType.DETAILED || input.type() == SummaryType.WINDOW;
		return threaded ? Threads.of(input.messages()).atOnce() : List.of();
	}

	/** What may become a highlight, as far as it is weighed by what was learned. */
	public List<Observation> observe(List<MessageDocument> messages) {
		Reading reading = read(messages, Tongue.ENGLISH);
		List<Observation> observations = new ArrayList<>();
		Ranking.of(reading.utterances(), reading.terms(), reading.acts(), this.weights).all().forEach((candidate) -> {
			Highlight point = reading.highlight(Prose.point(candidate.utterance()));
			observations.add(new Observation(point.kind(), point.text(), point.messageIds(), candidate.traits()));
		});
		Decisions.candidates(reading.utterances())
			.forEach((candidate) -> observations.add(candidate.observation(candidate.found().utterance().quote())));
		new ActionItems(reading.participants(), reading.ordinary()).candidates(reading.utterances())
			.forEach((candidate) -> observations.add(candidate.observation(candidate.found().utterance().quote())));
		return observations;
	}

	private Reading read(List<MessageDocument> messages, Tongue tongue) {
		Participants participants = new Participants(speakers(messages));
		List<Utterance> utterances = new Splitter(this.models, participants, tongue).split(messages);
		Predicate<String> ordinary = ordinaryWords(utterances);
		List<Found> acts = tongue.isEnglish() ? acts(utterances, participants, ordinary) : questions(utterances);
		return new Reading(tongue, participants, utterances, new Terms(utterances), acts, ordinary);
	}

	private static Set<String> speakers(List<MessageDocument> messages) {
		Set<String> speakers = new LinkedHashSet<>();
		messages.stream()
			.filter((message) -> message.role() != Role.SYSTEM)
			.forEach((message) -> speakers.add(message.userId()));
		return speakers;
	}

	/** Words that are written small somewhere are no names. */
	private static Predicate<String> ordinaryWords(List<Utterance> utterances) {
		Set<String> small = new HashSet<>();
		for (Utterance utterance : utterances) {
			for (String word : SPACES.split(utterance.said())) {
				if (!word.isEmpty() && Character.isLowerCase(word.charAt(0))) {
					small.addAll(Words.of(word));
				}
			}
		}
		return (word) -> small.contains(word.toLowerCase(java.util.Locale.ROOT))
				|| Lists.STOP_WORDS.contains(word.toLowerCase(java.util.Locale.ROOT))
				|| Lists.PRESENT_VERBS.contains(word.toLowerCase(java.util.Locale.ROOT));
	}

	private List<Found> acts(List<Utterance> utterances, Participants participants, Predicate<String> ordinary) {
		List<Found> decisions = Decisions.find(utterances, this.weights);
		Set<Integer> decided = new HashSet<>();
		decisions.forEach((decision) -> decided.add(decision.utterance().index()));
		Stream<Found> items = new ActionItems(participants, ordinary).find(utterances, this.weights)
			.stream()
			.filter((item) -> item.owner() != null || !decided.contains(item.utterance().index()));
		Stream<Found> questions = questions(utterances).stream()
			.filter((question) -> !decided.contains(question.utterance().index()));
		return Stream.of(decisions.stream(), items, questions).flatMap((found) -> found).toList();
	}

	private static List<Found> questions(List<Utterance> utterances) {
		return utterances.stream()
			.filter(Questions::isWorthKeeping)
			.map((question) -> Found.of(Kind.QUESTION, question))
			.toList();
	}

	private EngineResult tooThin(Tongue tongue, Moods moods, @Nullable ConversationSummary previous) {
		boolean carried = previous != null && previous.status() == SummaryStatus.OK;
		Insights before = (carried) ? previous.insights() : Insights.none();
		Insights insights = new Insights(moods.sentiment(), moods.score(), before.keywords(),
				moods.participants(previous), before.highlights(), tongue.tag());
		return carried ? result(SummaryStatus.OK, previous.title(), previous.summary(), insights)
				: result(SummaryStatus.INSUFFICIENT_CONTENT, null, "", insights);
	}

	private EngineResult summarized(SummaryType type, Reading reading, Moods moods,
			@Nullable ConversationSummary previous, List<List<MessageDocument>> threads) {
		Ranking ranking = Ranking.of(reading.utterances(), reading.terms(), reading.acts(), this.weights);
		List<String> keywords = Carried.keywords(previous,
				new Keywords(this.models, reading.participants(), reading.tongue()).find(reading.utterances(),
						ranking.ranked()));
		Length length = Length.of(type, reading.utterances().size(), previous != null);
		List<Highlight> points = Carried.points(previous, points(reading, ranking, length, threads), keywords);
		List<Highlight> highlights = new ArrayList<>(points);
		highlights.addAll(Carried.acts(previous, acts(reading, length)));
		boolean headed = reading.tongue().isEnglish();
		String summary = Composition.text(type, points, headed ? highlights : List.of(), Carried.lead(previous));
		Insights insights = new Insights(moods.sentiment(), moods.score(), keywords, moods.participants(previous),
				highlights, reading.tongue().tag());
		return result(SummaryStatus.OK, Composition.title(keywords, reading.tongue()), summary, insights);
	}

	private static List<Highlight> points(Reading reading, Ranking ranking, Length length,
			List<List<MessageDocument>> threads) {
		return ranking.pick(length.sentences(), length.words(), threads)
			.stream()
			.map((utterance) -> reading.highlight(Prose.point(utterance)))
			.toList();
	}

	private static List<Highlight> acts(Reading reading, Length length) {
		Duplicates duplicates = new Duplicates();
		List<Highlight> acts = new ArrayList<>();
		for (Kind kind : List.of(Kind.DECISION, Kind.ACTION_ITEM, Kind.QUESTION)) {
			reading.acts()
				.stream()
				.filter((act) -> act.kind() == kind)
				.sorted(Comparator.comparingInt((act) -> -weight(act)))
				.filter((act) -> duplicates.isNew(kind, act.utterance().stems()))
				.limit(length.most(kind))
				.sorted(Comparator.comparingInt((act) -> act.utterance().index()))
				.map(reading::highlight)
				.forEach(acts::add);
		}
		return acts;
	}

	/** When there are too many, the better proven and fuller ones are kept. */
	private static int weight(Found act) {
		return 6 * act.proof().size() + (act.owner() != null ? 4 : 0) + (act.due() != null ? 4 : 0)
				+ Math.min(8, act.utterance().stems().size());
	}

	private static EngineResult result(SummaryStatus status, @Nullable String title, String summary,
			Insights insights) {
		return new EngineResult(status, title, summary, insights, 0, null, VERSION, null);
	}

	/** What was understood of the messages. */
	private record Reading(Tongue tongue, Participants participants, List<Utterance> utterances, Terms terms,
			List<Found> acts, Predicate<String> ordinary) {

		boolean isSufficient() {
			return this.terms.distinct() >= FEWEST_TERMS
					|| this.acts.stream().anyMatch((act) -> act.kind() != Kind.QUESTION);
		}

		Highlight highlight(Found found) {
			String text = this.tongue.isEnglish() ? new Prose(this.participants, this.ordinary).of(found)
					: Prose.verbatim(found);
			List<String> ids = found.proof().stream().map(Utterance::messageId).distinct().toList();
			String due = (found.due() != null) ? found.due().toString() : null;
			return new Highlight(found.kind(), text, found.owner(), due, found.utterance().quote(), ids);
		}

	}

}
