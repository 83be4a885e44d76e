package dev.recap.worker.summary.extractive;

import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Insights.Participant;
import dev.recap.schema.summary.Sentiment;
import dev.recap.schema.summary.SummaryType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ToneTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			I love this, it is awesome!        | POSITIVE
			Thanks a lot, that was very nice   | POSITIVE
			This is terrible, I hate it        | NEGATIVE
			It's not good                      | NEGATIVE
			What a horrible mess :(            | NEGATIVE
			we did it 🎉🎉                      | POSITIVE
			The build fails with error code 12 | NEUTRAL
			It looks like a plain text file    | NEUTRAL
			The meeting starts at nine         | NEUTRAL
			yaaaay, we made it                 | POSITIVE
			hahahaha                           | POSITIVE
			Couldn't agree more                | POSITIVE
			No worries, take your time         | POSITIVE
			No, that is great                  | POSITIVE
			I don't see it, thanks anyway      | POSITIVE
			I gave up, this makes no sense     | NEGATIVE
			The release was a waste of time    | NEGATIVE
			ugh, what a stupid idea:(          | NEGATIVE
			Run `kill -9 awful` on the host    | NEUTRAL
			If you are worried, add a comment  | NEUTRAL
			Of course it opens at noon         | NEUTRAL
			""")
	void tellsTheTone(String text, Sentiment sentiment) {
		assertThat(Tone.label(Tone.score(text))).isEqualTo(sentiment);
	}

	@Test
	void isStrongerWhenShoutedOrBoosted() {
		assertThat(Tone.score("this is very good")).isGreaterThan(Tone.score("this is good"));
		assertThat(Tone.score("this is AWESOME")).isGreaterThan(Tone.score("this is awesome"));
		assertThat(Tone.score("this is awesome!!!")).isGreaterThan(Tone.score("this is awesome"));
	}

	@Test
	void leavesOutWhatIsQuoted() {
		assertThat(Tone.label(Tone.score("> this is awful, I hate it\nThe file is in the archive")))
			.isEqualTo(Sentiment.NEUTRAL);
	}

	@Test
	void praisesLessByNegatingBlame() {
		assertThat(Tone.score("this is not terrible")).isPositive().isLessThan(-Tone.score("this is not wonderful"));
	}

	@Test
	void tellsTheToneOfEachAndOfAll() {
		Insights insights = Chat
			.of("ana: I love the new dashboard, it looks fantastic!",
					"bob: The dashboard is horrible, I hate the colors.",
					"ana: The charts are wonderful and I am so happy with them", "ana: excellent export feature too")
			.summarized(SummaryType.WINDOW)
			.insights();

		assertThat(insights.participants()).containsExactly(new Participant("ana", 3, Sentiment.POSITIVE),
				new Participant("bob", 1, Sentiment.NEGATIVE));
		assertThat(insights.sentiment()).isEqualTo(Sentiment.POSITIVE);
		assertThat(insights.sentimentScore()).isBetween(0.0, 1.0);
	}

}
