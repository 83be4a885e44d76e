package dev.recap.faults;

/**
 * Something that must not be.
 *
 * @param invariant its number in the design
 */
record Violation(int invariant, String what) implements Comparable<Violation> {

	@Override
	public int compareTo(Violation other) {
		int byNumber = Integer.compare(this.invariant, other.invariant);
		return (byNumber != 0) ? byNumber : this.what.compareTo(other.what);
	}

}
