package dev.recap.worker.summary.extractive;

import java.util.List;

import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class DialogueActsTests {

	private static final String[] CONTEXT = { "ana: The quarterly planning document covers budget, hiring and travel.",
			"bob: The budget chapter lacks figures for marketing." };

	private static List<Highlight> found(Kind kind, String... lines) {
		Chat chat = Chat.of(CONTEXT);
		Chat.of(lines).messages().forEach((message) -> chat.say(message.userId(), message.content()));
		return chat.summarized(SummaryType.DETAILED)
			.insights()
			.highlights()
			.stream()
			.filter((highlight) -> highlight.kind() == kind)
			.toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			ana: I'll send the report by Friday.                  | ana | 2024-01-12
			bob: ok, I will update the wiki page tomorrow         | bob | 2024-01-11
			ana: I'm going to fix the login page                  | ana | -
			ana: I need to review the contract today              | ana | 2024-01-10
			ana: bob, can you please review the draft?            | bob | -
			ana: @bob could you prepare the slides by 2024-02-01? | bob | 2024-02-01
			ana: Can you please email the customer, bob?          | bob | -
			ana: Please send the invoice to the customer          | bob | -
			ana: Bob to write the release notes by next week      | bob | 2024-01-15
			ana: bob will test the installer on Monday            | bob | 2024-01-15
			ana: TODO: update the certificates                    | -   | -
			ana: ACTION: Bob to contact the vendor                | bob | -
			ana: we need to renew the domain by Monday            | -   | 2024-01-15
			ana: Let's schedule a call with the vendor            | -   | -
			ana: Zoe to prepare the demo environment              | -   | -
			""")
	void findsActionItems(String line, String owner, String due) {
		assertThat(found(Kind.ACTION_ITEM, line)).extracting(Highlight::owner, Highlight::due)
			.containsExactly(tuple(owner, due));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana: I won't send the report", "ana: should we send the report tomorrow?",
			"ana: if we had time I would write the report", "ana: I'll send it if the budget allows",
			"ana: maybe I'll write the report tomorrow", "ana: I already sent the report yesterday",
			"ana: I'll be there", "ana: I will miss you", "ana: Nice to meet everybody in the planning team",
			"ana: You don't need to send the report", "ana: I sent the report", "ana: I can't fix the page today",
			"ana: Did you send the report?", "ana: We could never publish the report" })
	void findsNoActionItemIn(String line) {
		assertThat(found(Kind.ACTION_ITEM, line)).isEmpty();
	}

	@Test
	void dropsAnActionItemThatIsTakenBack() {
		assertThat(found(Kind.ACTION_ITEM, "ana: I'll send the report tomorrow", "ana: never mind, bob has it"))
			.isEmpty();
		assertThat(found(Kind.ACTION_ITEM, "ana: I'll send the report tomorrow",
				"ana: sorry, I can't send the report, I am ill"))
			.isEmpty();
		assertThat(found(Kind.ACTION_ITEM, "ana: I'll send the report tomorrow", "bob: never mind the noise here"))
			.hasSize(1);
	}

	@Test
	void countsTheSameActionItemSaidTwiceOnce() {
		assertThat(found(Kind.ACTION_ITEM, "ana: I'll send the report tomorrow", "ana: I'll send the report tomorrow"))
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana: We decided to move the launch to May", "ana: let's go with the blue design",
			"ana: We'll use Kafka for the event log", "ana: Decision: hire two more engineers",
			"ana: We agreed on a budget of 500", "ana: We have decided not to travel this quarter",
			"ana: it was agreed that marketing gets the figures", "ana: RESOLVED: publish the planning document" })
	void findsDecisions(String line) {
		assertThat(found(Kind.DECISION, line)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana: Should we go with the blue design?", "ana: we haven't decided on the launch date",
			"ana: maybe we'll use Kafka for the log", "ana: if we decided to move the launch, it would slip",
			"ana: They use Kafka for the event log", "ana: Let's go with the blue design?" })
	void findsNoDecisionIn(String line) {
		assertThat(found(Kind.DECISION, line)).isEmpty();
	}

	@Test
	void findsAProposalThatIsAgreedTo() {
		List<Highlight> decisions = found(Kind.DECISION, "ana: How about moving the workshop to Thursday?",
				"bob: sounds good");

		assertThat(decisions).singleElement()
			.extracting(Highlight::quote, Highlight::messageIds)
			.containsExactly("How about moving the workshop to Thursday?", List.of("m2", "m3"));
	}

	@Test
	void findsNoDecisionInAProposalThatIsRefused() {
		assertThat(found(Kind.DECISION, "ana: How about moving the workshop to Thursday?",
				"bob: no, the workshop room is taken"))
			.isEmpty();
	}

	@Test
	void findsWhatWasVotedFor() {
		assertThat(found(Kind.DECISION, "ana: Publish the planning document as a draft", "bob: +1", "cleo: +1"))
			.hasSize(1);
		assertThat(found(Kind.DECISION, "ana: Publish the planning document as a draft", "bob: +1", "cleo: -1",
				"dora: +1"))
			.isEmpty();
	}

	@Test
	void citesWhereAVotedProposalIsSaidAgain() {
		List<Highlight> decisions = found(Kind.DECISION, "ana: Publish the planning document as a public draft",
				"bob: +1", "cleo: +1", "ana: Publish the planning document as a public draft");

		assertThat(decisions).singleElement()
			.extracting(Highlight::messageIds)
			.isEqualTo(List.of("m5", "m2", "m3", "m4"));
	}

	@Test
	void keepsWhatIsMarkedInMinutes() {
		List<Highlight> actions = found(Kind.ACTION_ITEM, "bob: scribe: bob", "bob: ana: the draft is late",
				"bob: ACTION: Ana to publish the planning document", "bob: ana: I will drink my coffee");

		assertThat(actions).singleElement().extracting(Highlight::owner).isEqualTo("ana");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana: What is missing in the travel chapter?", "ana: how do i export the budget table",
			"ana: does anyone know the password of the printer", "ana: is there a template for the travel request",
			"ana: The hiring figures are final, aren't they finished by now?" })
	void findsQuestions(String line) {
		assertThat(found(Kind.QUESTION, line)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ana: What we need is a better template.", "ana: really?", "ana: The template is fine.",
			"ana: How I export the table is my business." })
	void findsNoQuestionIn(String line) {
		assertThat(found(Kind.QUESTION, line)).isEmpty();
	}

}
