package dev.recap.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.worker.summary.thread.Threads;

/**
 * Compares threads with annotated ones as J. Kummerfeld et al. do (ACL 2019): F1 of links
 * (a start is a link to itself) and of threads of two messages or more found exactly,
 * one-to-one overlap, and variation of information, scaled to 1 for none; of annotated
 * messages written by somebody, all days together.
 */
final class Disentangling {

	private static final Pattern NAMED_FIRST = Pattern.compile("^@?([^\\s:,]+)[:,]");

	private final List<ChannelDay> days;

	Disentangling(List<ChannelDay> days) {
		this.days = days;
	}

	String measure(Function<List<MessageDocument>, Map<String, String>> linker) {
		Outcome outcome = outcome(linker);
		return "link F1 %.3f, exact F1 %.3f, 1-1 %.3f, VI %.3f (n=%d)".formatted(outcome.links().f1(),
				exact(outcome.found(), outcome.wanted()), oneToOne(outcome.found(), outcome.wanted()),
				information(outcome.found(), outcome.wanted()), outcome.found().size());
	}

	/** One figure for both links and threads. */
	double worth(Function<List<MessageDocument>, Map<String, String>> linker) {
		Outcome outcome = outcome(linker);
		return outcome.links().f1() + information(outcome.found(), outcome.wanted())
				+ exact(outcome.found(), outcome.wanted());
	}

	private Outcome outcome(Function<List<MessageDocument>, Map<String, String>> linker) {
		Outcome outcome = new Outcome(new Counts(), new ArrayList<>(), new ArrayList<>());
		for (ChannelDay day : this.days) {
			Map<String, String> parents = linker.apply(day.messages());
			day.threads().forEach((message, thread) -> {
				outcome.links()
					.add(parents.getOrDefault(message, message), day.parents().getOrDefault(message, Set.of()),
							message);
				outcome.found().add(day.id() + root(message, parents));
				outcome.wanted().add(day.id() + thread);
			});
		}
		return outcome;
	}

	private static String root(String message, Map<String, String> parents) {
		String root = message;
		while (parents.containsKey(root)) {
			root = parents.get(root);
		}
		return root;
	}

	static Map<String, String> learned(List<MessageDocument> messages) {
		return Threads.of(messages).parents();
	}

	/** Each goes on from the one before. */
	static Map<String, String> oneThread(List<MessageDocument> messages) {
		Map<String, String> parents = new HashMap<>();
		List<MessageDocument> written = written(messages);
		for (int i = 1; i < written.size(); i++) {
			parents.put(written.get(i).messageId(), written.get(i - 1).messageId());
		}
		return parents;
	}

	/**
	 * Each goes on from the last message of whom it names first, or else from the
	 * writer's own.
	 */
	static Map<String, String> lastAddressed(List<MessageDocument> messages) {
		Map<String, String> parents = new HashMap<>();
		Map<String, String> last = new HashMap<>();
		for (MessageDocument message : written(messages)) {
			var named = NAMED_FIRST.matcher(message.content());
			String own = last.get(lower(message.userId()));
			String parent = named.find() ? last.getOrDefault(lower(named.group(1)), own) : own;
			if (parent != null) {
				parents.put(message.messageId(), parent);
			}
			last.put(lower(message.userId()), message.messageId());
		}
		return parents;
	}

	private static List<MessageDocument> written(List<MessageDocument> messages) {
		return messages.stream().filter((message) -> message.role() != Role.SYSTEM).toList();
	}

	private static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

	/** The F1 of threads of two messages or more that hold the same messages. */
	static double exact(List<String> found, List<String> wanted) {
		Set<List<Integer>> one = threads(found);
		Set<List<Integer>> two = threads(wanted);
		int hits = (int) one.stream().filter(two::contains).count();
		return Rouge.f1(hits, one.size(), two.size());
	}

	private static Set<List<Integer>> threads(List<String> labels) {
		Map<String, List<Integer>> threads = new HashMap<>();
		for (int i = 0; i < labels.size(); i++) {
			threads.computeIfAbsent(labels.get(i), (key) -> new ArrayList<>()).add(i);
		}
		Set<List<Integer>> several = new HashSet<>(threads.values());
		several.removeIf((thread) -> thread.size() < 2);
		return several;
	}

	/** One less the variation of information, by the highest there could be. */
	static double information(List<String> found, List<String> wanted) {
		List<String> both = new ArrayList<>();
		for (int i = 0; i < found.size(); i++) {
			both.add(found.get(i) + " " + wanted.get(i));
		}
		double variation = 2 * entropy(both) - entropy(found) - entropy(wanted);
		return 1 - variation / Math.log(found.size());
	}

	private static double entropy(List<String> labels) {
		Map<String, Integer> counts = new HashMap<>();
		labels.forEach((label) -> counts.merge(label, 1, Integer::sum));
		return counts.values()
			.stream()
			.mapToDouble((count) -> (double) count / labels.size())
			.map((share) -> -share * Math.log(share))
			.sum();
	}

	/**
	 * The share of messages in both of two threads when threads are paired as well as can
	 * be.
	 */
	static double oneToOne(List<String> found, List<String> wanted) {
		Map<String, Integer> rows = places(found);
		Map<String, Integer> columns = places(wanted);
		int size = Math.max(rows.size(), columns.size());
		int[][] cost = new int[size][size];
		for (int i = 0; i < found.size(); i++) {
			cost[rows.get(found.get(i))][columns.get(wanted.get(i))]--;
		}
		return -(double) cheapest(cost) / found.size();
	}

	private static Map<String, Integer> places(List<String> labels) {
		Map<String, Integer> places = new LinkedHashMap<>();
		labels.forEach((label) -> places.putIfAbsent(label, places.size()));
		return places;
	}

	/** The cheapest assignment of rows to columns, by the Hungarian method. */
	private static int cheapest(int[][] cost) {
		int size = cost.length;
		int[] rowPrice = new int[size + 1];
		int[] columnPrice = new int[size + 1];
		int[] rowOf = new int[size + 1];
		for (int row = 1; row <= size; row++) {
			int[] cameFrom = new int[size + 1];
			int[] slack = new int[size + 1];
			boolean[] used = new boolean[size + 1];
			Arrays.fill(slack, Integer.MAX_VALUE);
			int column = 0;
			rowOf[0] = row;
			while (rowOf[column] != 0) {
				used[column] = true;
				int current = rowOf[column];
				int next = 0;
				int least = Integer.MAX_VALUE;
				for (int j = 1; j <= size; j++) {
					if (!used[j]) {
						int reduced = cost[current - 1][j - 1] - rowPrice[current] - columnPrice[j];
						if (reduced < slack[j]) {
							slack[j] = reduced;
							cameFrom[j] = column;
						}
						if (slack[j] < least) {
							least = slack[j];
							next = j;
						}
					}
				}
				for (int j = 0; j <= size; j++) {
					if (used[j]) {
						rowPrice[rowOf[j]] += least;
						columnPrice[j] -= least;
					}
					else {
						slack[j] -= least;
					}
				}
				column = next;
			}
			while (column != 0) {
				rowOf[column] = rowOf[cameFrom[column]];
				column = cameFrom[column];
			}
		}
		int sum = 0;
		for (int j = 1; j <= size; j++) {
			sum += cost[rowOf[j] - 1][j - 1];
		}
		return sum;
	}

	/** The links, and of each message the thread found and wanted. */
	private record Outcome(Counts links, List<String> found, List<String> wanted) {
	}

	/** Links found, wanted and both. */
	private static final class Counts {

		private int hits;

		private int found;

		private int wanted;

		void add(String parent, Set<String> parents, String message) {
			Set<String> right = parents.isEmpty() ? Set.of(message) : parents;
			this.hits += right.contains(parent) ? 1 : 0;
			this.found++;
			this.wanted += right.size();
		}

		double f1() {
			return Rouge.f1(this.hits, this.found, this.wanted);
		}

	}

}
