package dev.recap.benchmarks.scenario;

import java.util.List;

import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How long a summary without a model takes. */
final class Extractive implements Scenario {

	@Override
	public String name() {
		return "extractive";
	}

	@Override
	public String does() {
		return "the extractive engine summarizes 200 messages on one core; the median of repeated ones, in a fresh process";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("extractive summary of 200 messages", "recap milliseconds", 100, "ms"));
	}

	@Override
	public int mostWarmUps() {
		return 0;
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) {
		String times = String.valueOf(scale.of(5, 60));
		return List.of(new Contender("recap", () -> Figures.of("milliseconds",
				Double.parseDouble(lab.onOneCore(ExtractiveMain.class, times).lines().toList().getLast()))));
	}

}
