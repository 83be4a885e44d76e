package dev.recap.query.store;

import java.util.List;

/**
 * Documents as MongoDB sent them.
 *
 * @param bytes what holds them all
 * @param starts where in it each begins
 */
public record Encoded(byte[] bytes, List<Integer> starts) {

	public int size() {
		return this.starts.size();
	}

	/** The fields of one. */
	public EncodedFields fields(int index) {
		return EncodedFields.of(this.bytes, this.starts.get(index));
	}

}
