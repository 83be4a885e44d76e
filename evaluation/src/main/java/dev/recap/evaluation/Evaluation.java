package dev.recap.evaluation;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.SummaryEngine;
import dev.recap.worker.summary.extractive.ExtractiveEngine;
import dev.recap.worker.summary.llm.LlmEngine;
import dev.recap.worker.summary.llm.LlmSettings;
import org.jspecify.annotations.Nullable;

/**
 * Prints how good the summaries of each configured engine are, on the data that is there.
 */
public final class Evaluation {

	private static final int MEETING_WORDS = 300;

	private static final int SHORT_WORDS = 40;

	private static final int THREAD_WORDS = 60;

	private final DataSets data;

	private final Measures measures;

	private final List<Row> rows = new ArrayList<>();

	private Evaluation(DataSets data, SummaryEngine engine) {
		this.data = data;
		this.measures = new Measures(engine);
	}

	public static void main(String[] args) {
		Locale.setDefault(Locale.ROOT);
		DataSets data = DataSets.configured();
		report(data, new ExtractiveEngine());
		LlmSettings settings = settings(System::getenv);
		if (settings.complete()) {
			report(data, LlmEngine.of(settings));
		}
		else {
			print("The llm engine is skipped: RECAP_SUMMARY_MODEL with RECAP_SUMMARY_APIKEY or "
					+ "RECAP_SUMMARY_BASEURL would run it.");
		}
	}

	private static LlmSettings settings(UnaryOperator<@Nullable String> environment) {
		String address = environment.apply("RECAP_SUMMARY_BASEURL");
		return new LlmSettings((address != null && !address.isBlank()) ? URI.create(address) : null,
				environment.apply("RECAP_SUMMARY_APIKEY"), environment.apply("RECAP_SUMMARY_MODEL"),
				Duration.ofSeconds(120), 0, 24_000, 2_000, 0, 0);
	}

	private static void report(DataSets data, SummaryEngine engine) {
		print("Engine: " + engine.name());
		print(Row.table(new Evaluation(data, engine).rows()));
	}

	private static void print(String text) {
		System.out.println(text);
	}

	private List<Row> rows() {
		summaries();
		sentiments();
		items();
		keywords();
		threads();
		citations();
		languages();
		add("processor time, 200 messages", DataSets.AMI, "<= 100 ms", this.measures::speed);
		return this.rows;
	}

	private void summaries() {
		add("ROUGE-1/2/L, first 300 words", DataSets.AMI, ">= 36/8/17",
				(samples) -> this.measures.rouge(samples, SummaryType.DETAILED, MEETING_WORDS));
		add("  lead, 300 words", DataSets.AMI, "",
				(samples) -> Measures.rouge(samples, (sample) -> Baselines.lead(sample, MEETING_WORDS)));
		add("ROUGE-1/2/L, first 300 words", DataSets.QMSUM, "",
				(samples) -> this.measures.rouge(samples, SummaryType.DETAILED, MEETING_WORDS));
		add("ROUGE-1/2/L, brief, 40 words", DataSets.CONVOSUMM, "(short chats >= 35.5/13.2/27.5)",
				(samples) -> this.measures.rouge(samples, SummaryType.BRIEF, SHORT_WORDS));
		add("ROUGE-1/2/L, window, 60 words", DataSets.CONVOSUMM, "",
				(samples) -> this.measures.rouge(samples, SummaryType.WINDOW, THREAD_WORDS));
		add("  lead, 60 words", DataSets.CONVOSUMM, "",
				(samples) -> Measures.rouge(samples, (sample) -> Baselines.lead(sample, THREAD_WORDS)));
		add("  longest three, 60 words", DataSets.CONVOSUMM, "",
				(samples) -> Measures.rouge(samples, (sample) -> Baselines.longest(sample, 3, THREAD_WORDS)));
	}

	private void sentiments() {
		add("sentiment", DataSets.GOEMOTIONS, ">= .66", this.measures::sentiment);
		add("sentiment", DataSets.SENTI4SD, ">= .80", this.measures::sentiment);
	}

	private void items() {
		for (String name : List.of(DataSets.W3C, DataSets.AMI)) {
			add("decisions", name, "F1 >= .60", (samples) -> this.measures.items(samples, Kind.DECISION));
			add("actions", name, "F1 >= .60", (samples) -> this.measures.items(samples, Kind.ACTION_ITEM));
		}
		add("false items", DataSets.TOPICAL_CHAT, "<= 0.1 a chat", this.measures::falseItems);
	}

	private void keywords() {
		for (String name : List.of(DataSets.AMI, DataSets.QMSUM, DataSets.CONVOSUMM)) {
			add("keywords", name, ">= .55", this.measures::keywords);
			add("  most frequent words", name, "", (samples) -> Measures.keywords(samples, Baselines::frequentWords));
		}
	}

	private void citations() {
		for (String name : Arrays.asList(DataSets.AMI, DataSets.QMSUM, DataSets.CONVOSUMM, DataSets.W3C,
				DataSets.TOPICAL_CHAT, DataSets.GITTER, DataSets.UBUNTU)) {
			add("citations", name, "0 dangling, 0 unsupported", this.measures::citations);
		}
	}

	private void threads() {
		thread("threads, held-out days", "", Disentangling::learned);
		thread("  one thread", "", Disentangling::oneThread);
		thread("  last addressed, or own last", "", Disentangling::lastAddressed);
	}

	private void thread(String what, String goal, Function<List<MessageDocument>, Map<String, String>> linker) {
		boolean there = this.data.has(DataSets.UBUNTU_STREAM);
		String result = there ? new Disentangling(ChannelDay.heldOut(this.data.channelDays())).measure(linker)
				: "skipped: no such data";
		this.rows.add(new Row(what, DataSets.UBUNTU_STREAM, result, goal));
	}

	private void languages() {
		for (String name : List.of(DataSets.CONVOSUMM, DataSets.GOEMOTIONS, DataSets.SENTI4SD, DataSets.GITTER,
				DataSets.UBUNTU)) {
			add("taken for another language", name, "0", this.measures::foreign);
		}
	}

	private void add(String what, String name, String goal, Function<List<Sample>, String> measure) {
		String result = this.data.has(name) ? measure.apply(this.data.read(name)) : "skipped: no such data";
		this.rows.add(new Row(what, name, result, goal));
	}

}
