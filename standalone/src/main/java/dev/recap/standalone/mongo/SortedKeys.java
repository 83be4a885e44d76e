package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Keys in their unsigned order, each followed by the position of a document.
 *
 * <p>
 * They lie in blocks of bytes and not as objects: an index of terms has thirty entries
 * for each message, and a tree of them took half the time of a write and most of the
 * heap.
 */
final class SortedKeys {

	private static final int MOST = 256;

	private final List<Block> blocks = new ArrayList<>(1);

	/** Where the last key was added or looked for: what follows often comes there. */
	private int recent;

	SortedKeys() {
		this.blocks.add(new Block(new byte[0], new int[1]));
	}

	boolean isEmpty() {
		return this.blocks.size() == 1 && this.blocks.getFirst().count == 0;
	}

	/** Adds a key; false when it is there with this position. */
	boolean add(byte[] key, int position) {
		int number = blockOf(key, position);
		Block block = this.blocks.get(number);
		int index = block.ceiling(key, position);
		if (index < block.count && block.compare(index, key, position) == 0) {
			return false;
		}
		if (block.count == MOST) {
			// Keys that come in order leave full blocks behind.
			int from = (index == MOST && number == this.blocks.size() - 1) ? MOST - 1 : MOST / 2;
			this.blocks.add(number + 1, block.split(from));
			if (index > from) {
				number++;
				index -= from;
				block = this.blocks.get(number);
			}
		}
		block.insert(index, key, position);
		this.recent = number;
		return true;
	}

	/** Removes a key; false when it is not there with this position. */
	boolean remove(byte[] key, int position) {
		int number = blockOf(key, position);
		Block block = this.blocks.get(number);
		int index = block.ceiling(key, position);
		if (index == block.count || block.compare(index, key, position) != 0) {
			return false;
		}
		block.remove(index);
		if (block.count == 0 && this.blocks.size() > 1) {
			this.blocks.remove(number);
			this.recent = 0;
		}
		return true;
	}

	/** The first position of a key; null when it is not there. */
	@Nullable Integer first(byte[] key) {
		this.recent = blockOf(key, null);
		for (int number = this.recent; number < this.blocks.size(); number++) {
			Block block = this.blocks.get(number);
			int index = block.ceiling(key, null);
			if (index < block.count) {
				return block.isOf(index, key) ? block.position(index) : null;
			}
		}
		return null;
	}

	/** The positions from one key on, up to but without another, null being the end. */
	IntStream positions(byte[] from, byte @Nullable [] to, boolean reversed) {
		int first = blockOf(from, null);
		int last = (to != null) ? blockOf(to, null) : this.blocks.size() - 1;
		return IntStream.rangeClosed(0, last - first)
			.map((step) -> reversed ? last - step : first + step)
			.flatMap((number) -> positions(this.blocks.get(number), from, to, reversed));
	}

	private static IntStream positions(Block block, byte[] from, byte @Nullable [] to, boolean reversed) {
		int start = block.ceiling(from, null);
		int end = (to != null) ? block.ceiling(to, null) : block.count;
		return IntStream.range(start, end).map((index) -> block.position(reversed ? end - 1 - (index - start) : index));
	}

	/**
	 * The last block that does not begin behind a key, or the first; looked for in
	 * strides that double, away from where the last key came to.
	 */
	private int blockOf(byte[] key, @Nullable Integer position) {
		if (this.blocks.size() == 1) {
			return 0;
		}
		int stride = 1;
		int low = this.recent;
		int high = this.blocks.size() - 1;
		if (beginsBehind(low, key, position)) {
			high = low - 1;
			low -= stride;
			while (low > 0 && beginsBehind(low, key, position)) {
				high = low - 1;
				stride *= 2;
				low -= stride;
			}
			low = Math.max(low, 0);
		}
		else if (low < high && !endsBefore(low, key, position)) {
			// Where the next one begins would have to be fetched from memory.
			return low;
		}
		else {
			while (low + stride <= high && !beginsBehind(low + stride, key, position)) {
				low += stride;
				stride *= 2;
			}
			high = Math.min(high, low + stride - 1);
		}
		while (low < high) {
			int middle = (low + high + 1) >>> 1;
			if (beginsBehind(middle, key, position)) {
				high = middle - 1;
			}
			else {
				low = middle;
			}
		}
		return low;
	}

	private boolean beginsBehind(int number, byte[] key, @Nullable Integer position) {
		return this.blocks.get(number).compare(0, key, position) > 0;
	}

	private boolean endsBefore(int number, byte[] key, @Nullable Integer position) {
		Block block = this.blocks.get(number);
		return block.compare(block.count - 1, key, position) < 0;
	}

	/** Entries of {@code length (4), key, position (4)}, found through their offsets. */
	private static final class Block {

		private byte[] bytes;

		private int[] offsets;

		private int count;

		/** Behind the entry that was added last. */
		private int near;

		private int used;

		/** Bytes that are no entry's any more. */
		private int dead;

		Block(byte[] bytes, int[] offsets) {
			this.bytes = bytes;
			this.offsets = offsets;
		}

		/** Compares an entry with a key; without a position that is before all of it. */
		int compare(int index, byte[] key, @Nullable Integer position) {
			int offset = this.offsets[index];
			int start = offset + Integer.BYTES;
			int order = Arrays.compareUnsigned(this.bytes, start, start + read(offset), key, 0, key.length);
			if (order != 0) {
				return order;
			}
			return (position != null) ? Integer.compareUnsigned(position(index), position) : 1;
		}

		boolean isOf(int index, byte[] key) {
			int offset = this.offsets[index];
			int start = offset + Integer.BYTES;
			return Arrays.equals(this.bytes, start, start + read(offset), key, 0, key.length);
		}

		int position(int index) {
			int offset = this.offsets[index];
			return read(offset + Integer.BYTES + read(offset));
		}

		/** The first entry that is not before a key; looked for like its block. */
		int ceiling(byte[] key, @Nullable Integer position) {
			int stride = 1;
			int low = 0;
			int high = Math.min(this.near, this.count);
			if (high < this.count && compare(high, key, position) < 0) {
				low = high + 1;
				while (low + stride <= this.count && compare(low + stride - 1, key, position) < 0) {
					low += stride;
					stride *= 2;
				}
				high = Math.min(this.count, low + stride - 1);
			}
			else {
				while (high >= stride && compare(high - stride, key, position) >= 0) {
					high -= stride;
					stride *= 2;
				}
				low = Math.max(0, high - stride + 1);
			}
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (compare(middle, key, position) < 0) {
					low = middle + 1;
				}
				else {
					high = middle;
				}
			}
			return low;
		}

		void insert(int index, byte[] key, int position) {
			if (this.count == this.offsets.length) {
				this.offsets = Arrays.copyOf(this.offsets, Math.min(MOST, this.count * 2));
			}
			int length = key.length + 2 * Integer.BYTES;
			if (this.used + length > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 3 / 2, this.used + length));
			}
			System.arraycopy(this.offsets, index, this.offsets, index + 1, this.count - index);
			this.offsets[index] = this.used;
			this.count++;
			this.near = index + 1;
			write(this.used, key.length);
			System.arraycopy(key, 0, this.bytes, this.used + Integer.BYTES, key.length);
			write(this.used + Integer.BYTES + key.length, position);
			this.used += length;
		}

		void remove(int index) {
			this.dead += length(index);
			this.count--;
			System.arraycopy(this.offsets, index + 1, this.offsets, index, this.count - index);
			if (this.dead > Math.max(1024, this.used / 2)) {
				take(part(0, this.count));
			}
		}

		/** Leaves the entries before one and returns the others. */
		Block split(int from) {
			Block rest = part(from, this.count);
			take(part(0, from));
			return rest;
		}

		private void take(Block other) {
			this.bytes = other.bytes;
			this.offsets = other.offsets;
			this.count = other.count;
			this.used = other.used;
			this.dead = 0;
		}

		private Block part(int from, int to) {
			int length = 0;
			for (int i = from; i < to; i++) {
				length += length(i);
			}
			Block part = new Block(new byte[length + length / 4], new int[Math.max(to - from, 1)]);
			for (int i = from; i < to; i++) {
				System.arraycopy(this.bytes, this.offsets[i], part.bytes, part.used, length(i));
				part.offsets[part.count++] = part.used;
				part.used += length(i);
			}
			return part;
		}

		private int length(int index) {
			return read(this.offsets[index]) + 2 * Integer.BYTES;
		}

		private int read(int at) {
			return (this.bytes[at] & 0xFF) << 24 | (this.bytes[at + 1] & 0xFF) << 16 | (this.bytes[at + 2] & 0xFF) << 8
					| (this.bytes[at + 3] & 0xFF);
		}

		private void write(int at, int value) {
			this.bytes[at] = (byte) (value >> 24);
			this.bytes[at + 1] = (byte) (value >> 16);
			this.bytes[at + 2] = (byte) (value >> 8);
			this.bytes[at + 3] = (byte) value;
		}

	}

}
