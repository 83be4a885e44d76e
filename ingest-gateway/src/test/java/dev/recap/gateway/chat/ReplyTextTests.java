package dev.recap.gateway.chat;

import dev.recap.gateway.chat.ReplyText.DivergedException;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReplyTextTests {

	private final ReplyText text = new ReplyText();

	@Test
	void passesOnWhatIsNew() {
		assertThat(this.text.next(delta(1, 0, "All"))).isEqualTo("All");
		assertThat(this.text.next(delta(1, 3, " is"))).isEqualTo(" is");
		assertThat(this.text.next(delta(1, 3, " is"))).isNull();
		assertThat(this.text.rest("All is well")).isEqualTo(" well");
		assertThat(this.text.rest("All is well")).isNull();
	}

	@Test
	void anotherAttemptAddsOnlyWhatTheClientLacks() {
		this.text.next(delta(1, 0, "All is"));
		assertThat(this.text.next(delta(2, 0, "All"))).isNull();
		assertThat(this.text.next(delta(1, 6, " lost"))).isNull();
		assertThat(this.text.next(delta(2, 3, " is well"))).isEqualTo(" well");
	}

	@Test
	void refusesAnAttemptThatContradictsOrSkips() {
		this.text.next(delta(1, 0, "All is"));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> this.text.next(delta(2, 0, "No")));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> this.text.next(delta(2, 9, "x")));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> this.text.rest("Nothing"));
	}

	@Test
	void aCompleteTextShorterThanWhatWasToldContradictsIt() {
		this.text.next(delta(1, 0, "All is"));
		assertThatExceptionOfType(DivergedException.class).isThrownBy(() -> this.text.rest("All"));
	}

	private static ReplyDelta delta(int attempt, int offset, String text) {
		return new ReplyDelta("r", attempt, offset, text);
	}

}
