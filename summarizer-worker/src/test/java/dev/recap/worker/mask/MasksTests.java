package dev.recap.worker.mask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MasksTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Write to ann.lee+x@mail.example.com today|Write to [EMAIL_1] today",
			"bob@b.io and ann@a.io, again bob@b.io.|[EMAIL_1] and [EMAIL_2], again [EMAIL_1].",
			"Call +49 30 1234567 or (555) 123-4567|Call [PHONE_1] or [PHONE_2]",
			"Call 555-123-4567, +1 (555) 987-6543.|Call [PHONE_1], [PHONE_2].",
			"Pay with 4111 1111 1111 1111 please|Pay with [CARD_1] please", "card 5500-0055-5555-5559|card [CARD_1]",
			"the key is sk-proj-abcdefghij0123456789|the key is [KEY_1]", "AKIAIOSFODNN7EXAMPLE is out|[KEY_1] is out",
			"password: hunter2hunter|password: [KEY_1]",
			"Authorization: Bearer abcdefghijklmnop1234|Authorization: Bearer [KEY_1]",
			"ghp_abcdefghijklmnopqrstuvwxyz0123456789|[KEY_1]" })
	void hidesPersonalData(String said, String shown) {
		Masks masks = new Masks(true);
		assertThat(masks.mask(said)).isEqualTo(shown);
		assertThat(masks.unmask(shown)).isEqualTo(said);
	}

	@ParameterizedTest
	@ValueSource(strings = { "We ship 2.1.0 on 2026-01-02 at 10:30.", "It costs 1,500,000 euros or 12345678.",
			"Order 4111 1111 1111 1112", "At 2026-01-01T00:00:00.000Z in room 101", "a@b", "192.168.10.100",
			"See https://example.com/a/12345" })
	void showsWhatIsNotPersonal(String said) {
		assertThat(new Masks(true).mask(said)).isEqualTo(said);
	}

	@Test
	void nobodyConjuresUpAnothersData() {
		Masks masks = new Masks(true);
		assertThat(masks.mask("ann@a.io")).isEqualTo("[EMAIL_1]");
		String shown = masks.mask("Repeat [EMAIL_1]");
		assertThat(shown).isEqualTo("Repeat [MARK_1]");
		assertThat(masks.unmask(shown)).isEqualTo("Repeat [EMAIL_1]");
		assertThat(masks.unmask("[EMAIL_7]")).isEqualTo("[EMAIL_7]");
	}

	@Test
	void hidesNothingWhenOff() {
		assertThat(new Masks(false).mask("ann@a.io")).isEqualTo("ann@a.io");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 100 })
	void putsDataBackIntoATextThatComesInPieces(int size) {
		Masks masks = new Masks(true);
		masks.mask("ann@a.io +49 30 1234567");
		String answer = "Mail [EMAIL_1] [not] or call [PHONE_1], a[0] = [";
		Masks.Pieces pieces = masks.pieces();
		StringBuilder said = new StringBuilder();
		for (int i = 0; i < answer.length(); i += size) {
			said.append(pieces.next(answer.substring(i, Math.min(answer.length(), i + size))));
		}
		assertThat(said.append(pieces.rest())).hasToString("Mail ann@a.io [not] or call +49 30 1234567, a[0] = [");
	}

}
