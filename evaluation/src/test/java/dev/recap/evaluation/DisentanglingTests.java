package dev.recap.evaluation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DisentanglingTests {

	private static final List<String> WANTED = List.of("a", "a", "b", "b", "b", "c");

	private static MessageDocument message(String id, String user, String content) {
		return new MessageDocument("c", id, user, Role.USER, content, Instant.EPOCH, Map.of(), null, null, 0, 0,
				Instant.EPOCH, "0");
	}

	@Test
	void namesOfThreadsDoNotMatter() {
		List<String> found = List.of("x", "x", "y", "y", "y", "z");

		assertThat(Disentangling.exact(found, WANTED)).isEqualTo(1);
		assertThat(Disentangling.oneToOne(found, WANTED)).isEqualTo(1);
		assertThat(Disentangling.information(found, WANTED)).isCloseTo(1, within(1e-9));
	}

	@Test
	void oneThreadOverlapsWithTheLargest() {
		List<String> found = List.of("x", "x", "x", "x", "x", "x");

		assertThat(Disentangling.exact(found, WANTED)).isZero();
		assertThat(Disentangling.oneToOne(found, WANTED)).isEqualTo(0.5);
		double entropy = (Math.log(3) * 2 + Math.log(2) * 3 + Math.log(6)) / 6;
		assertThat(Disentangling.information(found, WANTED)).isCloseTo(1 - entropy / Math.log(6), within(1e-9));
	}

	@Test
	void pairsThreadsAsWellAsCanBe() {
		List<String> found = List.of("x", "x", "x", "x", "y", "y");
		List<String> wanted = List.of("a", "a", "b", "b", "a", "a");

		assertThat(Disentangling.oneToOne(found, wanted)).isCloseTo(4 / 6.0, within(1e-9));
	}

	@Test
	void countsAStartAsALinkToItself() {
		ChannelDay day = new ChannelDay("d",
				List.of(message("0", "ana", "Is it up?"), message("1", "bob", "Who has the key?"),
						message("2", "cleo", "ana: yes")),
				Map.of("0", Set.of(), "1", Set.of(), "2", Set.of("0")), Map.of("0", "t0", "1", "t1", "2", "t0"));

		assertThat(new Disentangling(List.of(day)).measure(Disentangling::lastAddressed)).startsWith("link F1 1.000");
		assertThat(new Disentangling(List.of(day)).measure(Disentangling::oneThread)).startsWith("link F1 0.333");
	}

}
