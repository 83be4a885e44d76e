package dev.recap.worker.summary.extractive;

import java.util.Arrays;
import java.util.List;

import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Sentiment;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.EngineResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LanguagesTests {

	private static final String[] GERMAN = { "ana: Der Zahlungsdienst antwortet seit heute Morgen nicht mehr.",
			"bob: Ich habe die Protokolle gelesen, die Datenbank ist voll.",
			"ana: Kannst du die alten Einträge der Datenbank löschen?",
			"bob: Das ist schade, aber die Datenbank braucht mehr Speicher." };

	private static final String[] FRENCH = { "ana: Le serveur de paiement ne répond plus depuis ce matin.",
			"bob: J'ai lu les journaux de l'équipe, la base de données est pleine.",
			"ana: Peux-tu supprimer les anciennes entrées de la base de données ?",
			"bob: L'équipe a besoin de plus d'espace pour la base de données." };

	private static final String[] SPANISH = { "ana: El servicio de pagos no responde desde esta mañana.",
			"bob: He leído los registros y la base de datos está llena.",
			"ana: ¿Puedes borrar las entradas antiguas de la base de datos?",
			"bob: El equipo necesita más espacio para la base de datos." };

	private static final String[] RUSSIAN = { "ana: Сервис платежей не отвечает с самого утра.",
			"bob: Я прочитал журналы, база данных переполнена.", "ana: Ты можешь удалить старые записи из базы данных?",
			"bob: Команде нужно больше места для базы данных." };

	private static final String[] CHINESE = { "ana: 支付服务从今天早上开始没有响应。", "bob: 我看了日志，数据库已经满了。我们需要更多的空间。",
			"ana: 你能删除数据库里的旧记录吗？", "bob: 团队需要更多的数据库空间。" };

	static final List<Arguments> CHATS = List.of(Arguments.of("de", GERMAN), Arguments.of("fr", FRENCH),
			Arguments.of("es", SPANISH), Arguments.of("ru", RUSSIAN), Arguments.of("zh", CHINESE));

	private static Insights insights(String... lines) {
		return Chat.of(lines).summarized(SummaryType.DETAILED).insights();
	}

	@ParameterizedTest
	@FieldSource("CHATS")
	void countsAndQuotesAndSaysSo(String language, String[] lines) {
		EngineResult result = Chat.of(lines).summarized(SummaryType.DETAILED);

		assertThat(result.status()).isEqualTo(SummaryStatus.OK);
		assertThat(result.insights().language()).isEqualTo(language);
		assertThat(result.insights().sentiment()).isEqualTo(Sentiment.NEUTRAL);
		assertThat(result.insights().decisions()).isEmpty();
		assertThat(result.insights().actionItems()).isEmpty();
		assertThat(result.insights().questions()).hasSize(1);
		assertThat(result.summary()).doesNotContain("says", "asks", "Questions");
		assertThat(result.insights().highlights()).filteredOn((highlight) -> highlight.kind() == Kind.KEY_POINT)
			.isNotEmpty()
			.extracting(Highlight::text)
			.allMatch((text) -> Arrays.stream(lines).anyMatch((line) -> line.contains(text.substring(5))));
	}

	@Test
	void findsKeywordsWithoutStopWords() {
		assertThat(insights(GERMAN).keywords()).startsWith("datenbank").doesNotContain("der", "ich", "nicht");
		assertThat(insights(FRENCH).keywords()).contains("base", "données", "équipe").doesNotContain("les", "plus");
		assertThat(Chat.of(GERMAN).summarized(SummaryType.WINDOW).title()).startsWith("Datenbank, ")
			.doesNotContain(" and ");
	}

	@Test
	void quotesOneSentenceOfALineWithoutSpaces() {
		assertThat(insights(CHINESE).highlights()).extracting(Highlight::quote).contains("我们需要更多的空间。");
	}

	@ParameterizedTest
	@ValueSource(strings = { "hallo", "danke, tschüss", "ok merci", "nginx restart", "👍 👍 👍 👍", "1 2 3 4 5 6",
			"kubectl get pods nginx restart deployment", "Payment service staging cluster migration",
			"hahaha lol brb gg" })
	void takesWhatIsTooShortToTellForEnglish(String content) {
		assertThat(insights("ana: " + content, "bob: ok").language()).isNull();
	}

	@Test
	void tellsTwoLines() {
		assertThat(insights("ana: Wann kommst du heute Abend nach Hause?", "bob: Ich komme gegen acht Uhr.").language())
			.isEqualTo("de");
		assertThat(insights("ana: When do you come home tonight?", "bob: about eight, I guess").language()).isNull();
	}

	@Test
	void goesByWhatMostIsWrittenIn() {
		assertThat(insights("ana: The payment service does not answer since this morning.",
				"bob: I have read the logs, the database is full and we need more space.", GERMAN[1],
				"ana: Can you delete the old entries of the database?")
			.language()).isNull();
		assertThat(insights(GERMAN[0], GERMAN[1], GERMAN[2], GERMAN[3], "cleo: sorry, wrong channel").language())
			.isEqualTo("de");
	}

	@Test
	void doesNotTakeCodeForALanguage() {
		assertThat(insights("ana: ```\nfür der die das und nicht ist ein\n``` fails", "bob: I see, try it again")
			.language()).isNull();
	}

	@Test
	void goesOnInTheLanguageThatWasToldBefore() {
		EngineResult before = Chat.of(GERMAN).summarized(SummaryType.ROLLING);

		EngineResult result = Chat.startingAt(10)
			.say("ana", "Speicher bestellt")
			.summarized(SummaryType.ROLLING, Chat.stored(before));

		assertThat(result.insights().language()).isEqualTo("de");
	}

}
