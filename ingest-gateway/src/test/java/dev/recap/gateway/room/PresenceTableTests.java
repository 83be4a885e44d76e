package dev.recap.gateway.room;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.recap.gateway.room.PresenceTable.Change;
import dev.recap.schema.presence.Presence;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PresenceTableTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final PresenceTable table = new PresenceTable(Duration.ofSeconds(12));

	@Test
	void theFirstToClaimANameHasIt() {
		Presence first = user("i1", "ann", "c1");
		Presence second = user("i2", "ann", "c2");
		assertThat(claim(first)).containsExactly(new Change.Joined(first));
		assertThat(claim(second)).containsExactly(new Change.Refused(second, first), new Change.Covered(first));
		assertThat(claim(first)).isEmpty();
		assertThat(this.table.users("room")).containsExactly("ann");
	}

	@Test
	void aNameIsFreeAgainWhenItsHolderLeft() {
		Presence first = user("i1", "ann", "c1");
		Presence second = user("i2", "ann", "c2");
		claim(first);
		assertThat(this.table.ended("room/ann", "c1")).containsExactly(new Change.Left(first));
		assertThat(this.table.present("room", "ann")).isFalse();
		assertThat(claim(second)).containsExactly(new Change.Joined(second));
		assertThat(this.table.ended("room/ann", "c1")).containsExactly(new Change.Covered(second));
		assertThat(this.table.present("room", "ann")).isTrue();
	}

	@Test
	void usersOfASilentInstanceAreGone() {
		Presence ann = user("i1", "ann", "c1");
		Presence bob = user("i2", "bob", "c2");
		claim(ann);
		claim(bob);
		beat("i2", 0);
		beat("i2", 10);
		assertThat(this.table.silent("i2", NOW.plusSeconds(13))).containsExactly(ann);
		assertThat(this.table.heldBy("i2")).containsExactly(bob);
	}

	@Test
	void whoHasNotHeardItselfKnowsNothingOfOthers() {
		claim(user("i1", "ann", "c1"));
		beat("i2", 0);
		assertThat(this.table.silent("i2", NOW.plusSeconds(5))).isEmpty();
		assertThat(this.table.silent("i2", NOW.plusSeconds(13))).isEmpty();
		beat("i2", 60);
		assertThat(this.table.silent("i2", NOW.plusSeconds(61))).isEmpty();
	}

	@Test
	void aNullEndsNobody() {
		Presence ann = user("i1", "ann", "c1");
		claim(ann);
		assertThat(this.table.ended("room/ann", null)).containsExactly(new Change.Covered(ann));
		assertThat(this.table.users("room")).containsExactly("ann");
	}

	private void beat(String instance, int second) {
		Instant at = NOW.plusSeconds(second);
		this.table.claimed("/" + instance, new Presence(instance, null, null, null, at), at);
	}

	private List<Change> claim(Presence user) {
		return this.table.claimed("room/" + user.username(), user, NOW);
	}

	private static Presence user(String instance, String name, String connection) {
		return new Presence(instance, "room", name, connection, NOW);
	}

}
