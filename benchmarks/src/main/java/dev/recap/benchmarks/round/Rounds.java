package dev.recap.benchmarks.round;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures contenders in turn, round by round, so that what changes on the machine meets
 * all of them.
 */
public final class Rounds {

	/** More than this of the processors for others, and a round does not count. */
	static final double MOST_FOR_OTHERS = 0.08;

	/** By chance a measurement is no faster than the best one, twice too. */
	private static final int IN_A_ROW = 3;

	private final int wanted;

	private final int most;

	private final boolean keepsDisturbed;

	private final Consumer<String> progress;

	/**
	 * So many rounds.
	 * @param keepsDisturbed whether rounds count in which others took the processor
	 * @param progress is told what comes out
	 */
	public Rounds(int wanted, boolean keepsDisturbed, Consumer<String> progress) {
		this.wanted = wanted;
		this.most = wanted * 3;
		this.keepsDisturbed = keepsDisturbed;
		this.progress = progress;
	}

	/**
	 * Measures each until it is no faster than before, three times in a row, for a
	 * virtual machine compiles for long, and does so on the processors that are measured.
	 * @param most how often, at most
	 */
	public void warmUp(List<Contender> contenders, int most) throws Exception {
		for (Contender contender : contenders) {
			warmUp(contender, most);
		}
	}

	private void warmUp(Contender contender, int most) throws Exception {
		Figures best = null;
		int noFaster = 0;
		for (int i = 0; i < most && noFaster < IN_A_ROW; i++) {
			Figures now = contender.measurement().measure();
			this.progress.accept("warm-up: " + now.of(contender.name()).values());
			if (best == null || now.isBetterThan(best)) {
				best = now;
				noFaster = 0;
			}
			else {
				noFaster++;
			}
		}
	}

	/**
	 * Measures until enough rounds were undisturbed, or there were too many of others.
	 */
	public Measured measure(List<Contender> contenders) throws Exception {
		List<Figures> kept = new ArrayList<>();
		List<Figures> disturbed = new ArrayList<>();
		for (int i = 0; kept.size() < this.wanted && i < this.most; i++) {
			Round round = round(contenders, i);
			boolean counts = this.keepsDisturbed || round.others() <= MOST_FOR_OTHERS;
			(counts ? kept : disturbed).add(round.figures());
			this.progress.accept("%s round: others took %.0f %% of the processors; %s"
				.formatted(counts ? "counted" : "discarded", round.others() * 100, round.figures().values()));
		}
		if (kept.isEmpty()) {
			return new Measured(disturbed, 0, disturbed.size());
		}
		return new Measured(kept, kept.size(), disturbed.size());
	}

	private Round round(List<Contender> contenders, int number) throws Exception {
		List<Contender> turns = new ArrayList<>(contenders);
		Collections.rotate(turns, number);
		Figures all = new Figures(Map.of());
		double others = 0;
		for (Contender contender : turns) {
			CpuTimes before = CpuTimes.now();
			all = all.and(contender.measurement().measure().of(contender.name()));
			others = Math.max(others, CpuTimes.now().othersSince(before));
		}
		return new Round(all, others);
	}

	/** One turn of everybody, and the most that others took during one of them. */
	private record Round(Figures figures, double others) {
	}

	/**
	 * What was measured.
	 *
	 * @param rounds those that count; when none was undisturbed, the disturbed ones
	 * @param undisturbed how many were undisturbed
	 * @param discarded how many others there were
	 */
	public record Measured(List<Figures> rounds, int undisturbed, int discarded) {
	}

}
