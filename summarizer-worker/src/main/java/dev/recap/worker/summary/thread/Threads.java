package dev.recap.worker.summary.thread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.recap.schema.store.MessageDocument;
import dev.recap.worker.summary.thread.Choice.Option;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a conversation: each message goes on from one before or starts a thread;
 * what a server announces belongs to none. The same messages give the same threads.
 *
 * @param all the threads in the order they start, their messages oldest first
 * @param atOnce those that are a conversation of their own, largest first; none unless
 * several clearly run at once
 * @param parents the ids of the messages that go on from another, with the other's
 */
public record Threads(List<List<MessageDocument>> all, List<List<MessageDocument>> atOnce,
		Map<String, String> parents) {

	private static final ThreadWeights PACKAGED = ThreadWeights.packaged();

	public Threads {
		all = List.copyOf(all);
		atOnce = List.copyOf(atOnce);
		parents = Map.copyOf(parents);
	}

	public static Threads of(List<MessageDocument> messages) {
		return of(messages, PACKAGED);
	}

	/** With other weights, to measure them. */
	public static Threads of(List<MessageDocument> messages, ThreadWeights weights) {
		return new Linking(weights.toArray(), null).of(messages);
	}

	/**
	 * Tells what each message may go on from, as far as it is weighed by what was
	 * learned.
	 */
	public static void observe(List<MessageDocument> messages, ThreadWeights weights, Consumer<Choice> observer) {
		new Linking(weights.toArray(), observer).of(messages);
	}

	/** Links each line to the one it most likely goes on from. */
	private record Linking(double[] weights, @Nullable Consumer<Choice> observer) {

		Threads of(List<MessageDocument> messages) {
			Past past = new Past();
			Map<String, Line> read = new HashMap<>();
			Map<String, String> parents = new HashMap<>();
			Map<Integer, List<MessageDocument>> threads = new LinkedHashMap<>();
			List<Line> lines = Lines.of(messages);
			for (Line line : lines) {
				Line parent = parent(line, past, read);
				past.add(line, parent);
				read.put(line.message().messageId(), line);
				if (parent != null) {
					parents.put(line.message().messageId(), parent.message().messageId());
				}
				threads.computeIfAbsent(past.roots().getLast(), (root) -> new ArrayList<>()).add(line.message());
			}
			List<List<MessageDocument>> all = threads.values().stream().map(List::copyOf).toList();
			return new Threads(all, AtOnce.among(all, lines), parents);
		}

		/** What the message itself says it replies to leaves nothing to weigh. */
		private @Nullable Line parent(Line line, Past past, Map<String, Line> read) {
			String replyTo = line.message().replyTo();
			Line stated = (replyTo != null) ? read.get(replyTo) : null;
			return (stated != null) ? stated : likeliest(line, past);
		}

		private @Nullable Line likeliest(Line line, Past past) {
			List<Option> options = new ArrayList<>();
			double[] start = past.traits(line);
			double highest = score(start);
			note(options, null, start, highest);
			Line likeliest = null;
			for (Line earlier : past.within()) {
				double[] traits = past.traits(line, earlier);
				double score = score(traits);
				note(options, earlier, traits, score);
				if (score >= highest) {
					highest = score;
					likeliest = earlier;
				}
			}
			if (this.observer != null) {
				this.observer.accept(new Choice(line.message().messageId(), options));
			}
			return likeliest;
		}

		private double score(double[] traits) {
			double sum = 0;
			for (int i = 0; i < traits.length; i++) {
				sum += this.weights[i] * traits[i];
			}
			return sum;
		}

		private void note(List<Option> options, @Nullable Line parent, double[] traits, double score) {
			if (this.observer != null) {
				String id = (parent != null) ? parent.message().messageId() : null;
				options.add(new Option(id, Trait.named(traits), score));
			}
		}

	}

}
