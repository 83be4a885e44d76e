package dev.recap.evaluation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.recap.evaluation.Sample.Truth;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.summary.SummaryEngine;

/** Measures one engine. */
final class Measures {

	private static final Pattern SPACES = Pattern.compile("\\s+");

	private static final double SAME_WORDS = 0.6;

	private static final int KEYWORDS = 10;

	private static final List<String> LABELS = List.of("positive", "negative", "neutral");

	private static final int SPEED_MESSAGES = 200;

	private static final int SPEED_ROUNDS = 15;

	/** Other processes do not count. */
	private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

	private final SummaryEngine engine;

	Measures(SummaryEngine engine) {
		this.engine = engine;
	}

	private EngineResult result(Sample sample, SummaryType type) {
		return this.engine.summarize(new EngineInput(sample.id(), type, null, sample.messages()));
	}

	String summary(Sample sample, SummaryType type) {
		return result(sample, type).summary();
	}

	/** ROUGE of a summary's first words. */
	String rouge(List<Sample> samples, SummaryType type, int words) {
		return rouge(samples, (sample) -> firstWords(result(sample, type).summary(), words));
	}

	static String rouge(List<Sample> samples, Function<Sample, String> summarizer) {
		double[] sums = new double[4];
		int count = 0;
		for (Sample sample : samples) {
			if (!sample.reference().isEmpty()) {
				String summary = summarizer.apply(sample);
				Rouge rouge = Rouge.of(summary, sample.reference());
				sums[0] += rouge.one();
				sums[1] += rouge.two();
				sums[2] += rouge.longest();
				sums[3] += words(summary).size();
				count++;
			}
		}
		return "%.1f/%.1f/%.1f, %.0f words (n=%d)".formatted(100 * sums[0] / count, 100 * sums[1] / count,
				100 * sums[2] / count, sums[3] / count, count);
	}

	private static List<String> words(String text) {
		return text.isBlank() ? List.of() : List.of(SPACES.split(text.strip()));
	}

	static String firstWords(String text, int most) {
		List<String> words = words(text);
		return String.join(" ", words.subList(0, Math.min(most, words.size())));
	}

	/** Precision, recall and F1 of what was found of a kind. */
	String items(List<Sample> samples, Kind kind) {
		return items(samples, kind, (sample) -> highlights(sample, kind));
	}

	List<Highlight> highlights(Sample sample, Kind kind) {
		return of(kind, result(sample, SummaryType.DETAILED));
	}

	static String items(List<Sample> samples, Kind kind, Function<Sample, List<Highlight>> finder) {
		int hits = 0;
		int found = 0;
		int wanted = 0;
		for (Sample sample : samples) {
			List<Highlight> items = finder.apply(sample);
			List<Truth> truths = sample.truths(kind);
			hits += matches(items, truths);
			found += items.size();
			wanted += truths.size();
		}
		return "F1 %.2f, precision %.2f, recall %.2f (%d of %d, %d found)".formatted(Rouge.f1(hits, found, wanted),
				(double) hits / Math.max(1, found), (double) hits / Math.max(1, wanted), hits, wanted, found);
	}

	private static List<Highlight> of(Kind kind, EngineResult result) {
		return result.insights().highlights().stream().filter((highlight) -> highlight.kind() == kind).toList();
	}

	/** One item proves one truth at most, and the other way round. */
	private static int matches(List<Highlight> items, List<Truth> truths) {
		List<Truth> left = new ArrayList<>(truths);
		int hits = 0;
		for (Highlight item : items) {
			Truth match = left.stream().filter((truth) -> matches(item, truth)).findFirst().orElse(null);
			if (match != null) {
				left.remove(match);
				hits++;
			}
		}
		return hits;
	}

	/** It cites what proves it, or says the same in the same words. */
	private static boolean matches(Highlight item, Truth truth) {
		return item.messageIds().stream().anyMatch(truth.evidence()::contains)
				|| likeness(item.quote(), truth.text()) >= SAME_WORDS;
	}

	private static double likeness(String one, String two) {
		Set<String> first = new HashSet<>(Rouge.tokens(one));
		Set<String> second = new HashSet<>(Rouge.tokens(two));
		long common = first.stream().filter(second::contains).count();
		return common / Math.max(1.0, (double) first.size() + second.size() - common);
	}

	/** What was found to be decided or promised where nothing was. */
	String falseItems(List<Sample> samples) {
		int found = 0;
		for (Sample sample : samples) {
			EngineResult result = result(sample, SummaryType.DETAILED);
			found += of(Kind.DECISION, result).size() + of(Kind.ACTION_ITEM, result).size();
		}
		return "%.2f a chat (n=%d)".formatted((double) found / samples.size(), samples.size());
	}

	/** The mean of the F1 of each label. */
	String sentiment(List<Sample> samples) {
		Map<String, int[]> counts = new LinkedHashMap<>();
		LABELS.forEach((label) -> counts.put(label, new int[3]));
		for (Sample sample : samples) {
			String found = result(sample, SummaryType.WINDOW).insights().sentiment().json();
			String wanted = String.valueOf(sample.sentiment());
			counts.get(found)[1]++;
			counts.get(wanted)[2]++;
			if (found.equals(wanted)) {
				counts.get(found)[0]++;
			}
		}
		double mean = counts.values()
			.stream()
			.mapToDouble((count) -> Rouge.f1(count[0], count[1], count[2]))
			.average()
			.orElse(0);
		return "macro-F1 %.3f (n=%d)".formatted(mean, samples.size());
	}

	/** How many English conversations are taken for another language. */
	String foreign(List<Sample> samples) {
		long foreign = samples.stream()
			.filter((sample) -> result(sample, SummaryType.WINDOW).insights().language() != null)
			.count();
		return "%d of %d".formatted(foreign, samples.size());
	}

	/** How many of ten keywords are words of both the conversation and its summary. */
	String keywords(List<Sample> samples) {
		return keywords(samples, (sample) -> result(sample, SummaryType.DETAILED).insights().keywords());
	}

	static String keywords(List<Sample> samples, Function<Sample, List<String>> finder) {
		double sum = 0;
		int count = 0;
		for (Sample sample : samples) {
			if (!sample.reference().isEmpty()) {
				Set<String> wanted = new HashSet<>(Rouge.tokens(sample.reference()));
				sum += finder.apply(sample)
					.stream()
					.limit(KEYWORDS)
					.filter((keyword) -> wanted.containsAll(Rouge.tokens(keyword)))
					.count();
				count++;
			}
		}
		return "P@10 %.2f (n=%d)".formatted(sum / KEYWORDS / count, count);
	}

	/** What highlights cite or say without support. */
	String citations(List<Sample> samples) {
		int highlights = 0;
		long dangling = 0;
		List<String> unsupported = new ArrayList<>();
		for (Sample sample : samples) {
			for (Highlight highlight : result(sample, SummaryType.DETAILED).insights().highlights()) {
				highlights++;
				Support support = new Support(sample, highlight);
				dangling += support.dangling();
				unsupported.addAll(support.unsupported());
			}
		}
		String some = unsupported.isEmpty() ? "" : " " + unsupported.subList(0, Math.min(5, unsupported.size()));
		return "%d dangling, %d unsupported of %d%s".formatted(dangling, unsupported.size(), highlights, some);
	}

	/** The processor time that one thread takes for 200 messages, after a warm-up. */
	String speed(List<Sample> samples) {
		List<List<MessageDocument>> parts = samples.stream()
			.map(Sample::messages)
			.filter((messages) -> messages.size() >= SPEED_MESSAGES)
			.map((messages) -> messages.subList(0, SPEED_MESSAGES))
			.limit(SPEED_ROUNDS)
			.toList();
		parts.forEach(this::time);
		double[] times = parts.stream().mapToDouble(this::time).sorted().toArray();
		return times.length == 0 ? "too few messages" : "median %.0f ms, slowest %.0f ms (n=%d)"
			.formatted(times[times.length / 2], Arrays.stream(times).max().orElse(0), times.length);
	}

	private double time(List<MessageDocument> messages) {
		long start = CLOCK.getCurrentThreadCpuTime();
		this.engine.summarize(new EngineInput("speed", SummaryType.DETAILED, null, messages));
		return (CLOCK.getCurrentThreadCpuTime() - start) / 1e6;
	}

	static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

}
