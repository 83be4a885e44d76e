package dev.recap.worker.summary.thread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What was said before a line, and in which thread. */
final class Past {

	static final int NEVER = -1;

	/** How many lines back one may go on from. */
	private static final int REACH = 100;

	private static final double NEAR = 5;

	private final List<Line> lines = new ArrayList<>();

	private final List<Integer> roots = new ArrayList<>();

	private final Map<String, Integer> lastBy = new HashMap<>();

	private final Map<String, Map<String, Integer>> lastFromTo = new HashMap<>();

	private final Map<String, Integer> lastTo = new HashMap<>();

	private final Map<Integer, Integer> lastIn = new HashMap<>();

	private final Map<Integer, Set<String>> speakers = new HashMap<>();

	/** Takes a line in, with the one it goes on from; null when it starts a thread. */
	void add(Line line, @Nullable Line parent) {
		int place = line.place();
		int root = (parent != null) ? this.roots.get(parent.place()) : place;
		this.lines.add(line);
		this.roots.add(root);
		this.lastBy.put(line.user(), place);
		this.lastIn.put(root, place);
		this.speakers.computeIfAbsent(root, (key) -> new HashSet<>()).add(line.user());
		if (line.addressee() != null) {
			this.lastTo.put(line.addressee(), place);
			this.lastFromTo.computeIfAbsent(line.user(), (key) -> new HashMap<>()).put(line.addressee(), place);
		}
	}

	List<Integer> roots() {
		return this.roots;
	}

	/** What the next line may go on from, oldest first. */
	List<Line> within() {
		return this.lines.subList(Math.max(0, this.lines.size() - REACH), this.lines.size());
	}

	private int lastBy(@Nullable String user) {
		return this.lastBy.getOrDefault(user, NEVER);
	}

	private int lastFromTo(String from, @Nullable String to) {
		return this.lastFromTo.getOrDefault(from, Map.of()).getOrDefault(to, NEVER);
	}

	/** What speaks for and against {@code line} going on from {@code earlier}. */
	double[] traits(Line line, Line earlier) {
		Traits traits = new Traits();
		int gap = line.place() - earlier.place();
		distance(traits, line, earlier, gap);
		if (earlier.user().equals(line.user())) {
			own(traits, line, earlier, gap);
		}
		else {
			other(traits, line, earlier, gap);
		}
		words(traits, line, earlier);
		thread(traits, line, earlier);
		return traits.values();
	}

	private static void distance(Traits traits, Line line, Line earlier, int gap) {
		double minutes = line.minutesAfter(earlier);
		traits.set(Trait.ADJACENT, gap == 1);
		traits.set(Trait.NEARNESS, 1.0 / gap);
		traits.set(Trait.DISTANCE, Math.log(gap));
		traits.set(Trait.MINUTES, Math.log1p(minutes));
		traits.set(Trait.MINUTES_OVER_FIVE, minutes > 5);
		traits.set(Trait.MINUTES_OVER_FIFTEEN, minutes > 15);
	}

	private void own(Traits traits, Line line, Line earlier, int gap) {
		boolean last = lastBy(line.user()) == earlier.place();
		boolean same = line.addressee() != null && line.addressee().equals(earlier.addressee());
		traits.set(Trait.OWN, true);
		traits.set(Trait.OWN_LAST, last);
		traits.set(Trait.OWN_LAST_ADJACENT, last && gap == 1);
		traits.set(Trait.OWN_LAST_NEAR, last && gap <= NEAR);
		traits.set(Trait.OWN_LAST_SAME_ADDRESSEE, last && same);
		traits.set(Trait.OWN_LAST_MINUTES, last ? Math.log1p(line.minutesAfter(earlier)) : 0);
		traits.set(Trait.OWN_OTHER_ADDRESSEE, !line.isBare() && !same);
		traits.set(Trait.OWN_LAST_AWAITED, last && isAwaited(line));
	}

	/** Somebody has addressed who writes this line since they last wrote. */
	private boolean isAwaited(Line line) {
		return this.lastTo.getOrDefault(line.user(), NEVER) > lastBy(line.user());
	}

	private void other(Traits traits, Line line, Line earlier, int gap) {
		boolean toThem = earlier.user().equals(line.addressee());
		boolean toMe = line.user().equals(earlier.addressee());
		boolean theirLast = lastBy(earlier.user()) == earlier.place();
		boolean bare = line.isBare() && earlier.isBare();
		traits.set(Trait.THEIR_LAST, theirLast);
		if (toThem) {
			toThem(traits, earlier, toMe, theirLast, gap);
		}
		if (toMe) {
			toMe(traits, line, earlier, toThem, gap);
		}
		traits.set(Trait.SAME_ADDRESSEE, line.addressee() != null && line.addressee().equals(earlier.addressee()));
		traits.set(Trait.ELSEWHERE, !line.isBare() && !toThem);
		traits.set(Trait.EARLIER_TO_OTHER, !earlier.isBare() && !toMe);
		traits.set(Trait.BARE, bare);
		traits.set(Trait.BARE_ADJACENT, bare && gap == 1);
		traits.set(Trait.BARE_NEAR, bare && gap <= NEAR);
		traits.set(Trait.ASKED, earlier.question());
		traits.set(Trait.ASKED_BARE, earlier.question() && !line.question() && line.isBare());
		traits.set(Trait.ASKED_NEAR, earlier.question() && !line.question() && gap <= NEAR);
		traits.set(Trait.ANSWER_TO_ASKED, earlier.question() && line.answer());
		traits.set(Trait.THANKS, line.thanks() && !earlier.question());
		traits.set(Trait.MENTIONED, !toThem && line.mentioned().contains(earlier.user()));
		traits.set(Trait.MENTIONED_BY, !toMe && earlier.mentioned().contains(line.user()));
		int talked = Math.max(lastFromTo(line.user(), earlier.user()), lastFromTo(earlier.user(), line.user()));
		traits.set(Trait.TALKED, talked > line.place() - REACH && talked != NEVER);
		traits.set(Trait.TALKED_LAST, talked > line.place() - REACH && talked != NEVER && theirLast);
	}

	private void toThem(Traits traits, Line earlier, boolean toMe, boolean theirLast, int gap) {
		traits.set(Trait.TO_THEM, true);
		traits.set(Trait.TO_THEM_LAST, theirLast);
		traits.set(Trait.TO_THEM_TO_ME, toMe);
		traits.set(Trait.TO_THEM_LAST_TO_ME, toMe && theirLast);
		traits.set(Trait.TO_THEM_TO_OTHER, !toMe && !earlier.isBare());
		traits.set(Trait.TO_THEM_ASKED, earlier.question());
		traits.set(Trait.TO_THEM_BARE, earlier.isBare());
		traits.set(Trait.TO_THEM_DISTANCE, Math.log(gap));
	}

	private void toMe(Traits traits, Line line, Line earlier, boolean toThem, int gap) {
		traits.set(Trait.TO_ME, true);
		traits.set(Trait.TO_ME_LAST, this.lastTo.getOrDefault(line.user(), NEVER) == earlier.place());
		traits.set(Trait.TO_ME_UNANSWERED, lastBy(line.user()) < earlier.place());
		traits.set(Trait.TO_ME_BARE, line.isBare());
		traits.set(Trait.TO_ME_TO_OTHER, !line.isBare() && !toThem);
		traits.set(Trait.TO_ME_DISTANCE, Math.log(gap));
		traits.set(Trait.TO_ME_THANKS, line.thanks());
	}

	private static void words(Traits traits, Line line, Line earlier) {
		double likeness = line.likeness(earlier);
		boolean own = line.user().equals(earlier.user());
		traits.set(Trait.COSINE, likeness);
		traits.set(Trait.COSINE_OWN, own ? likeness : 0);
		traits.set(Trait.COSINE_BARE, !own && line.isBare() ? likeness : 0);
		traits.set(Trait.RARE, likeness > 0.2);
	}

	private void thread(Traits traits, Line line, Line earlier) {
		int root = this.roots.get(earlier.place());
		int mine = lastBy(line.user());
		boolean myThread = mine != NEVER && this.roots.get(mine) == root;
		boolean last = this.lastIn.getOrDefault(root, NEVER) == earlier.place();
		Set<String> there = this.speakers.getOrDefault(root, Set.of());
		int theirs = lastBy(line.addressee());
		traits.set(Trait.MY_THREAD, myThread);
		traits.set(Trait.MY_THREAD_LAST, myThread && last);
		traits.set(Trait.MY_THREAD_BARE, myThread && line.isBare());
		traits.set(Trait.THREAD_LAST, last);
		traits.set(Trait.THREAD_HAS_ME, there.contains(line.user()));
		traits.set(Trait.THREAD_HAS_ADDRESSEE, line.addressee() != null && there.contains(line.addressee()));
		traits.set(Trait.ADDRESSEE_THREAD, theirs != NEVER && this.roots.get(theirs) == root);
		traits.set(Trait.THREAD_STARTER, root == earlier.place());
	}

	/** What speaks for and against a line starting a thread. */
	double[] traits(Line line) {
		Traits traits = new Traits();
		int mine = lastBy(line.user());
		boolean isNew = mine == NEVER || line.place() - mine > REACH;
		boolean heard = line.addressee() != null && line.place() - lastBy(line.addressee()) <= REACH
				&& lastBy(line.addressee()) != NEVER;
		List<Line> within = within();
		traits.set(Trait.START, true);
		traits.set(Trait.START_QUESTION, line.question());
		traits.set(Trait.START_ADDRESSED, heard);
		traits.set(Trait.START_ADDRESSED_SILENT, !line.isBare() && !heard);
		traits.set(Trait.START_NEW_SPEAKER, isNew);
		traits.set(Trait.START_NEW_QUESTION, isNew && line.question());
		traits.set(Trait.START_GREETING, line.greeting());
		traits.set(Trait.START_WORDS, Math.log1p(line.words()));
		traits.set(Trait.START_SHORT, line.words() <= 3);
		traits.set(Trait.START_IDLE, isNew ? 0 : Math.log1p(line.minutesAfter(this.lines.get(mine))));
		traits.set(Trait.START_ANSWER, line.answer());
		traits.set(Trait.START_THANKS, line.thanks());
		traits.set(Trait.START_AWAITED, isAwaited(line));
		traits.set(Trait.START_QUIET, within.isEmpty() ? 0 : Math.log1p(line.minutesAfter(within.getLast())));
		traits.set(Trait.START_UNLIKE, 1 - within.stream().mapToDouble(line::likeness).max().orElse(0));
		return traits.values();
	}

	/** The traits' values, 0 where none was set. */
	private record Traits(double[] values) {

		Traits() {
			this(new double[Trait.COUNT]);
		}

		void set(Trait trait, boolean there) {
			this.values[trait.ordinal()] = there ? 1 : 0;
		}

		void set(Trait trait, double value) {
			this.values[trait.ordinal()] = value;
		}

	}

}
