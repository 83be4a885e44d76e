package dev.recap.schema;

import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IdentifiersTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "with space", "ä:ö#?&=%", "🙂", "-", "00000000-0000-0000-0000-000000000000" })
	void takesOrdinaryText(String id) {
		assertThat(Identifiers.problem(id)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " 　", "a/b", "a\nb", "a\u0000", "a\u007f", "a\u0085", "\ud83d", "a\ude42b" })
	void refusesWhatNoKeyOrPathCanHold(String id) {
		assertThat(Identifiers.problem(id)).startsWith("must ");
	}

	@Test
	void takesTwoHundredCharactersAndNoMore() {
		assertThat(Identifiers.problem("x".repeat(200))).isNull();
		assertThat(Identifiers.problem("x".repeat(201))).contains("1 to 200");
	}

	@Test
	void makesTimeOrderedIds() {
		assertThat(IntStream.range(0, 1000).mapToObj((index) -> Identifiers.next())).doesNotHaveDuplicates()
			.isSorted()
			.allSatisfy((id) -> assertThat(UUID.fromString(id).version()).isEqualTo(7));
	}

	@Test
	void makesIdsThatTellNothingOfTheNext() {
		assertThat(IntStream.range(0, 100).mapToObj((index) -> Identifiers.unguessable()))
			.allSatisfy((id) -> assertThat(UUID.fromString(id).version()).isEqualTo(7))
			// What counts on differs in the last digits alone.
			.extracting((id) -> id.substring(0, 24))
			.doesNotHaveDuplicates();
	}

	@Test
	void namesARecordByWhereItLies() {
		String id = Identifiers.ofRecord(3, 128, 1_769_851_800_000L);
		assertThat(id).isEqualTo(Identifiers.ofRecord(3, 128, 1_769_851_800_000L))
			.isNotEqualTo(Identifiers.ofRecord(3, 129, 1_769_851_800_000L))
			.isNotEqualTo(Identifiers.ofRecord(4, 128, 1_769_851_800_000L));
		UUID uuid = UUID.fromString(id);
		assertThat(uuid.version()).isEqualTo(7);
		assertThat(uuid.variant()).isEqualTo(2);
		assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(1_769_851_800_000L);
	}

	@Test
	void namesThingsByTheirParts() {
		assertThat(Identifiers.ofParts("a", "bc")).isEqualTo(Identifiers.ofParts("a", "bc"))
			.isNotEqualTo(Identifiers.ofParts("ab", "c"))
			.isNotEqualTo(Identifiers.ofParts("bc", "a"));
		UUID uuid = UUID.fromString(Identifiers.ofParts("a", 1, 2L));
		assertThat(uuid.version()).isEqualTo(8);
		assertThat(uuid.variant()).isEqualTo(2);
	}

}
