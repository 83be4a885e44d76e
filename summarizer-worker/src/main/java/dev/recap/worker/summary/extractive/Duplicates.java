package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.summary.Highlight.Kind;

/** Remembers what was said, so that the same thing said twice is one. */
final class Duplicates {

	private static final double SAME = 0.75;

	private final Map<Kind, List<Set<String>>> seen = new EnumMap<>(Kind.class);

	boolean isNew(Kind kind, Collection<String> stems) {
		Set<String> terms = new HashSet<>(stems);
		List<Set<String>> others = this.seen.computeIfAbsent(kind, (key) -> new ArrayList<>());
		if (others.stream().anyMatch((other) -> isSame(other, terms))) {
			return false;
		}
		others.add(terms);
		return true;
	}

	private static boolean isSame(Set<String> one, Set<String> two) {
		long common = one.stream().filter(two::contains).count();
		long all = (long) one.size() + two.size() - common;
		return all == 0 || common >= SAME * all;
	}

}
