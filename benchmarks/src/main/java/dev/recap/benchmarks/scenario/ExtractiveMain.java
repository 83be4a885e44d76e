package dev.recap.benchmarks.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.round.Medians;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.extractive.ExtractiveEngine;

/** Summarizes by itself and prints how many milliseconds it takes. */
public final class ExtractiveMain {

	private static final int MESSAGES = 200;

	private ExtractiveMain() {
	}

	/**
	 * Summarizes so often.
	 * @param arguments how often
	 */
	public static void main(String[] arguments) {
		ExtractiveEngine engine = new ExtractiveEngine();
		int times = Integer.parseInt(arguments[0]);
		List<Double> millis = new ArrayList<>();
		for (int i = 0; i < 2 * times; i++) {
			EngineInput input = conversation(i);
			long start = System.nanoTime();
			engine.summarize(input);
			millis.add((System.nanoTime() - start) / 1e6);
		}
		// The first half warms it up.
		System.out.println(Medians.of(millis.subList(times, millis.size())));
	}

	/** A conversation of 200 messages, the same for the same seed. */
	public static EngineInput conversation(long seed) {
		Messages messages = new Messages(seed);
		List<MessageDocument> documents = IntStream.range(0, MESSAGES)
			.mapToObj((i) -> MessageDocument.of(
					Backlog.message("summed-up", "m-" + i, "user-" + i % 7, sentence(messages, i)), 0, i,
					Instant.ofEpochSecond(i), "1"))
			.toList();
		return new EngineInput("summed-up", SummaryType.WINDOW, null, documents);
	}

	private static String sentence(Messages messages, int number) {
		return switch (number % 10) {
			case 3 -> "We decided to postpone the release to Friday.";
			case 6 -> "I will write the notes for customer " + number + " by Thursday.";
			case 8 -> "Who can review the change?";
			default -> messages.text();
		};
	}

}
