package dev.recap.worker.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.worker.ledger.Entry.Action;
import dev.recap.worker.ledger.Entry.Cue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CuesTests {

	/** A Thursday. */
	private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

	@ParameterizedTest
	@ValueSource(strings = { "done", "Done!", "done, sent it", "ok, all done", "That's done.", "It is finished now",
			"I've sent the deck to Carol", "just merged the login fix", "Sent the invoice", "The deck has been sent",
			"I already booked the room", "✅", "✔️ done" })
	void seesWhatIsDone(String text) {
		assertThat(cues(text)).extracting(Cue::action).containsExactly(Action.FINISH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Is it done?", "not done yet", "almost done", "I will send it when it's done",
			"I haven't sent the deck", "It should be done tomorrow", "once the deck is sent we can go",
			"Nobody sent the deck", "I'm done for today", "done deal", "that was well done", "I'll get it done",
			"What a day", "I like the deck", "> done", "Don't forget about the release notes", "Did you book the room?",
			"Will it be finished on Friday?" })
	void seesNothingInWhatIsNotYetDone(String text) {
		assertThat(cues(text)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "forget about the release notes", "never mind the deck", "Forget it", "scratch that",
			"Let's skip the demo", "We don't need the report any more", "no need to book the room",
			"the demo is cancelled" })
	void seesWhatIsGivenUp(String text) {
		assertThat(cues(text)).extracting(Cue::action).containsExactly(Action.DROP);
	}

	@ParameterizedTest
	@CsvSource({ "moved to Monday,2026-01-05", "let's move the demo from Friday to next Tuesday,2026-01-06",
			"the release is postponed until Feb 3,2026-02-03", "pushed the demo back to 2026-01-20,2026-01-20",
			"The report is due tomorrow now,2026-01-02", "the deadline is now 5th of March,2026-03-05" })
	void seesWhatIsPutOff(String text, String due) {
		assertThat(cues(text)).singleElement().satisfies((cue) -> {
			assertThat(cue.action()).isEqualTo(Action.MOVE);
			assertThat(cue.due()).isEqualTo(due);
		});
	}

	private static List<Cue> cues(String text) {
		MessageDocument message = new MessageDocument("c", "m", "ann", Role.USER, text, NOON, Map.of(), null, null, 0,
				0, NOON, "");
		return Cues.of(message, AsOf.START, Set.of("ann", "Carol"));
	}

}
