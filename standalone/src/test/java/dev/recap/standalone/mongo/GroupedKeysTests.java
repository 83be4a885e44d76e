package dev.recap.standalone.mongo;

import java.util.Arrays;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

import dev.recap.standalone.mongo.GroupedKeys.Key;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares with a tree of all keys. */
class GroupedKeysTests {

	private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::bytes, Arrays::compareUnsigned)
		.thenComparingInt(Entry::position);

	private final GroupedKeys keys = new GroupedKeys();

	private final NavigableSet<Entry> expected = new TreeSet<>(ORDER);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void givesWhatATreeGives(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 20_000; i++) {
			change(random, (i % 10_000 < 7_000) ? 4 : 1, i);
		}
		assertThat(this.keys.size()).isEqualTo(this.expected.size());
		for (int i = 0; i < 300; i++) {
			byte[] from = bytes(key(random, i));
			byte[] to = (random.nextInt(4) == 0) ? null : bytes(key(random, i));
			boolean reversed = random.nextBoolean();
			assertThat(this.keys.positions(from, to, reversed).toArray()).isEqualTo(positions(from, to, reversed));
		}
		assertThat(this.keys.positions(new byte[0], null, false).toArray())
			.isEqualTo(positions(new byte[0], null, false))
			.hasSizeGreaterThan(3000);
		this.expected.forEach((entry) -> assertThat(this.keys.first(key(entry.bytes())))
			.isEqualTo(position(this.expected.ceiling(new Entry(entry.bytes(), 0)))));
	}

	private static @Nullable Integer position(@Nullable Entry entry) {
		return (entry != null) ? entry.position() : null;
	}

	private void change(Random random, int additions, int number) {
		Key key = key(random, number);
		int position = random.nextInt(3);
		if (random.nextInt(5) < additions) {
			this.keys.add(key, position);
			this.expected.add(new Entry(bytes(key), position));
		}
		else {
			Entry there = this.expected.ceiling(new Entry(bytes(key), position));
			Entry entry = (there != null) ? there : new Entry(bytes(key), position);
			this.keys.remove(key(entry.bytes()), entry.position());
			this.expected.remove(entry);
		}
	}

	/** One of few groups, and what mostly grows in it. */
	private static Key key(Random random, int number) {
		int rest = (random.nextInt(3) == 0) ? random.nextInt(20_000) : number;
		return key(new byte[] { (byte) (random.nextInt(6) * 50), 1, (byte) (rest >> 8), (byte) rest });
	}

	private static Key key(byte[] bytes) {
		return new Key(Arrays.copyOf(bytes, 2), Arrays.copyOfRange(bytes, 2, bytes.length));
	}

	private static byte[] bytes(Key key) {
		byte[] bytes = Arrays.copyOf(key.first(), 4);
		System.arraycopy(key.rest(), 0, bytes, 2, 2);
		return bytes;
	}

	private int[] positions(byte[] from, byte @Nullable [] to, boolean reversed) {
		return (reversed ? this.expected.descendingSet() : this.expected).stream()
			.filter((entry) -> Arrays.compareUnsigned(entry.bytes(), from) >= 0)
			.filter((entry) -> to == null || Arrays.compareUnsigned(entry.bytes(), to) < 0)
			.mapToInt(Entry::position)
			.toArray();
	}

	private record Entry(byte[] bytes, int position) {
	}

}
