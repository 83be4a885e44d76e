package dev.recap.query.usage;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.Usage;
import dev.recap.schema.store.UsageDocument;
import org.jspecify.annotations.Nullable;

/**
 * What models took in a period, by day and model.
 *
 * @param userId whose calls; null for everybody's
 * @param from the first day (UTC)
 * @param to the last day (UTC)
 */
record UsageReport(@Nullable String userId, String from, String to, Sum total, List<Row> days) {

	static UsageReport of(@Nullable String userId, LocalDate from, LocalDate to, List<UsageDocument> found) {
		Map<List<String>, Sum> sums = new LinkedHashMap<>();
		found.stream()
			.sorted(Comparator.comparing(UsageDocument::day).thenComparing(UsageDocument::model))
			.forEach((each) -> sums.merge(List.of(each.day(), each.model()), Sum.of(each), Sum::plus));
		List<Row> rows = sums.entrySet().stream().map((each) -> Row.of(each.getKey(), each.getValue())).toList();
		return new UsageReport(userId, from.toString(), to.toString(), total(sums.values()), rows);
	}

	private static Sum total(Collection<Sum> sums) {
		return sums.stream().reduce(new Sum(0, 0, 0, 0), Sum::plus);
	}

	/** What calls took together. */
	record Sum(long calls, long inputTokens, long outputTokens, double cost) {

		static Sum of(UsageDocument document) {
			Usage usage = document.usage();
			return new Sum(document.calls(), usage.inputTokens(), usage.outputTokens(), usage.cost());
		}

		Sum plus(Sum other) {
			return new Sum(this.calls + other.calls, this.inputTokens + other.inputTokens,
					this.outputTokens + other.outputTokens, this.cost + other.cost);
		}

	}

	/** What a model took in a day. */
	record Row(String day, String model, long calls, long inputTokens, long outputTokens, double cost) {

		static Row of(List<String> key, Sum sum) {
			return new Row(key.getFirst(), key.getLast(), sum.calls(), sum.inputTokens(), sum.outputTokens(),
					sum.cost());
		}

	}

}
