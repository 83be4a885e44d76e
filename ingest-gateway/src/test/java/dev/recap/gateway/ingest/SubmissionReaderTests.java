package dev.recap.gateway.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.schema.ErrorBody.FieldProblem;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.Role;
import dev.recap.web.ApiException;
import dev.recap.web.access.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SubmissionReaderTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

	private final SubmissionReader reader = new SubmissionReader(new LimitSettings(DataSize.ofKilobytes(64), 1000,
			DataSize.ofMegabytes(4), DataSize.ofKilobytes(8), 32, DataSize.ofMegabytes(32), 256),
			Clock.fixed(NOW.plusNanos(1), ZoneOffset.UTC));

	@Test
	void readsASingleMessageWithEverything() {
		Submission submission = read(
				"""
						{"conversation_id":"c","user_id":"u","message":"Grüße 👋","message_id":"m","role":"assistant",
						 "timestamp":"2025-05-06T07:08:09+02:00","metadata":{"a":[1,2.5,true,null,{"b":"c"}],"n":9007199254740993},
						 "reply_to":"r","unknown":{"x":[1,{}]}}""");
		assertThat(submission.conversationId()).isEqualTo("c");
		MessagePosted message = submission.messages().getFirst();
		assertThat(message.messageId()).isEqualTo("m");
		assertThat(message.content()).isEqualTo("Grüße 👋");
		assertThat(message.role()).isEqualTo(Role.ASSISTANT);
		assertThat(message.replyTo()).isEqualTo("r");
		assertThat(message.timestamp()).isEqualTo("2025-05-06T05:08:09Z");
		assertThat(message.metadata()).containsEntry("n", 9007199254740993L).containsKey("a");
	}

	@Test
	void fillsInWhatASingleMessageLacks() {
		Submission submission = read("{\"user_id\":\"u\",\"content\":\"hello\",\"metadata\":null,\"timestamp\":null}");
		MessagePosted message = submission.messages().getFirst();
		assertThat(submission.conversationId()).hasSize(36).isNotEqualTo(message.messageId());
		assertThat(message.messageId()).hasSize(36);
		assertThat(message.timestamp()).isEqualTo(NOW);
		assertThat(message.role()).isEqualTo(Role.USER);
		assertThat(message.metadata()).isEqualTo(Map.of());
	}

	@Test
	void readsABatchInOrderWhateverTheOrderOfItsFields() {
		Submission submission = read("""
				{"messages":[{"content":"a"},{"message":"b","user_id":"v","timestamp":1700000000000},{"content":"c"}],
				 "user_id":"u","conversation_id":"c"}""");
		assertThat(submission.messages()).extracting(MessagePosted::content).containsExactly("a", "b", "c");
		assertThat(submission.messages()).extracting(MessagePosted::userId).containsExactly("u", "v", "u");
		assertThat(submission.messages()).extracting(MessagePosted::timestamp)
			.containsExactly(NOW, Instant.ofEpochMilli(1700000000000L), NOW);
		assertThat(submission.messages()).extracting(MessagePosted::messageId).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void theFirstOfTwoMessagesWithOneIdWins() {
		Submission submission = read("""
				{"user_id":"u","messages":[{"content":"a","message_id":"1"},{"content":"b","message_id":"2"},
				 {"content":"c","message_id":"1"}]}""");
		assertThat(submission.messages()).extracting(MessagePosted::content).containsExactly("a", "b");
	}

	@Test
	void takesDefaultsWhereTheBodySaysNothing() {
		Submission submission = this.reader.read(bytes("{\"message\":\"a\"}"),
				new Defaults("c", "u", Caller.Anonymous.INSTANCE));
		assertThat(submission.conversationId()).isEqualTo("c");
		assertThat(submission.messages().getFirst().userId()).isEqualTo("u");
	}

	@Test
	void sameTextAsMessageAndContentIsFine() {
		assertThat(read("{\"user_id\":\"u\",\"message\":\"a\",\"content\":\"a\"}").messages()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE" })
	void skipsAByteOrderMark(String charset) {
		byte[] body = "\uFEFF{\"user_id\":\"u\",\"message\":\"ä\"}".getBytes(Charset.forName(charset));
		assertThat(this.reader.read(body, Defaults.NONE).messages().getFirst().content()).isEqualTo("ä");
	}

	@Test
	void keepsControlCharactersOfText() {
		MessagePosted message = read("{\"user_id\":\"u\",\"message\":\"a\\u0000b\\u001b\\n\"}").messages().getFirst();
		assertThat(message.content()).isEqualTo("a\0b\u001b\n");
		assertThat(ChatEventWriter.value(message)).asString(StandardCharsets.UTF_8).contains("a\\u0000b");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			{"message":"a"}                                                | user_id
			{"user_id":null,"message":"a"}                                 | user_id
			{"user_id":5,"message":"a"}                                    | user_id
			{"user_id":{"a":[1]},"message":"a"}                            | user_id
			{"user_id":"","message":"a"}                                   | user_id
			{"user_id":"a/b","message":"a"}                                | user_id
			{"user_id":"a\\u0000","message":"a"}                           | user_id
			{"user_id":"\\ud800","message":"a"}                            | user_id
			{"user_id":"u"}                                                | message
			{"user_id":"u","message":null}                                 | message
			{"user_id":"u","message":7}                                    | message
			{"user_id":"u","message":["a"]}                                | message
			{"user_id":"u","message":" \\n"}                               | message
			{"user_id":"u","content":"\\udc00 unpaired"}                   | content
			{"user_id":"u","content":"a","message":"b"}                    | content
			{"user_id":"u","message":"a","conversation_id":""}             | conversation_id
			{"user_id":"u","message":"a","conversation_id":12}             | conversation_id
			{"user_id":"u","message":"a","message_id":true}                | message_id
			{"user_id":"u","message":"a","role":"robot"}                   | role
			{"user_id":"u","message":"a","role":1}                         | role
			{"user_id":"u","message":"a","timestamp":"yesterday"}          | timestamp
			{"user_id":"u","message":"a","timestamp":""}                   | timestamp
			{"user_id":"u","message":"a","timestamp":1.5}                  | timestamp
			{"user_id":"u","message":"a","timestamp":{}}                   | timestamp
			{"user_id":"u","message":"a","timestamp":99999999999999999999} | timestamp
			{"user_id":"u","message":"a","timestamp":9223372036854775807}  | timestamp
			{"user_id":"u","message":"a","metadata":"x"}                   | metadata
			{"user_id":"u","message":"a","metadata":[1]}                   | metadata
			{"user_id":"u","message":"a","metadata":{"a":1e999}}           | metadata
			{"user_id":"u","message":"a","metadata":{"a":99999999999999999999}} | metadata
			{"user_id":"u","message":"a","metadata":{"a\\u0000":1}}        | metadata
			{"user_id":"u","message":"a","metadata":{"a":"\\ud800"}}       | metadata
			{"user_id":"u","messages":[]}                                  | messages
			{"user_id":"u","messages":{}}                                  | messages
			{"user_id":"u","messages":["a"]}                               | messages[0]
			{"user_id":"u","messages":[{"content":"a"},null]}              | messages[1]
			{"user_id":"u","messages":[{"content":"a"},{}]}                | messages[1].content
			{"user_id":"u","messages":[{"content":"a"},{"content":3}]}     | messages[1].content
			{"user_id":"u","message":"a","messages":[{"content":"a"}]}     | message
			{"messages":[{"content":"a","user_id":"u"},{"content":"b"}]}   | messages[1].user_id
			""")
	void namesTheFieldThatIsWrong(String body, String field) {
		ApiException refused = refused(body);
		assertThat(refused.status().value()).isEqualTo(400);
		assertThat(refused.fields()).extracting(FieldProblem::field).containsExactly(field);
	}

	@Test
	void namesEveryFieldThatIsWrongButNotTooMany() {
		String three = "{\"role\":\"x\",\"timestamp\":\"x\",\"message\":\"a\"}";
		assertThat(refused(three).fields()).extracting(FieldProblem::field)
			.containsExactlyInAnyOrder("role", "timestamp", "user_id");
		String many = "{\"user_id\":\"u\",\"messages\":[" + "{},".repeat(999) + "{}]}";
		assertThat(refused(many).fields()).hasSize(20);
		assertThat(refused(many).error()).contains("999 more");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "null", "[]", "\"a\"", "5", "{", "{\"a\"}", "{\"a\":}", "{'a':1}",
			"{\"message\":\"a\n\"}", "{\"message\":\"\\x\"}", "{\"message\":\"\\ud8\"}", "{} {}", "{}x", "{\"a\":NaN}",
			"{\"a\":01}", "not json", "\u0000", "{\"user_id\":\"u\",\"message\":\"a\"}]", "user_id=u&message=a" })
	void refusesWhatIsNoJsonObject(String body) {
		ApiException refused = refused(body);
		assertThat(refused.status().value()).isEqualTo(400);
		assertThat(refused.error()).doesNotContain("tools.jackson", "REDACTED", "StreamRead");
	}

	@Test
	void saysWhereJsonBreaks() {
		assertThat(refused("{\"user_id\":\"u\",\n  \"message\": }").error()).contains("line 2, column 14");
	}

	@Test
	void refusesBytesThatAreNoText() {
		byte[] body = bytes("{\"user_id\":\"u\",\"message\":\"a?\"}");
		body[body.length - 3] = (byte) 0xff;
		assertThat(refused(body).status().value()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "metadata", "message", "timestamp", "user_id", "messages" })
	void refusesDeepNestingAnywhere(String field) {
		String deep = "[".repeat(100_000) + "]".repeat(100_000);
		assertThat(refused("{\"user_id\":\"u\",\"message\":\"a\",\"" + field + "\":" + deep + "}").status().value())
			.isEqualTo(400);
		String objects = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
		assertThat(refused("{\"user_id\":\"u\",\"message\":\"a\",\"" + field + "\":" + objects + "}").status().value())
			.isEqualTo(400);
	}

	@Test
	void refusesMetadataThatIsNestedTooDeeplyForAStore() {
		String deep = "{\"a\":".repeat(32) + "1" + "}".repeat(32);
		String body = "{\"user_id\":\"u\",\"message\":\"a\",\"metadata\":%s}";
		assertThat(read(body.formatted(deep)).messages()).hasSize(1);
		assertThat(refused(body.formatted("{\"a\":" + deep + "}")).fields()).hasSize(1);
	}

	@Test
	void aMessageMayHaveExactlySixtyFourKibibytes() {
		String body = "{\"user_id\":\"u\",\"messages\":[{\"content\":\"%s\"}]}";
		assertThat(read(body.formatted("é".repeat(32 * 1024))).messages()).hasSize(1);
		ApiException refused = refused(body.formatted("é".repeat(32 * 1024) + "a"));
		assertThat(refused.status().value()).isEqualTo(413);
		assertThat(refused.error()).startsWith("messages[0].content ");
	}

	@Test
	void metadataMayHaveExactlyEightKibibytes() {
		String body = "{\"user_id\":\"u\",\"message\":\"a\",\"metadata\":{\"a\":\"%s\"}}";
		int around = "{\"a\":\"\"}".length();
		assertThat(read(body.formatted("x".repeat(8192 - around))).messages()).hasSize(1);
		assertThat(refused(body.formatted("x".repeat(8193 - around))).status().value()).isEqualTo(413);
	}

	@Test
	void aBatchMayHaveExactlyAThousandMessages() {
		String messages = "{\"content\":\"a\"},".repeat(999);
		assertThat(read("{\"user_id\":\"u\",\"messages\":[" + messages + "{\"content\":\"a\"}]}").messages())
			.hasSize(1000);
		assertThat(refused("{\"user_id\":\"u\",\"messages\":[" + messages + messages + "{}]}").status().value())
			.isEqualTo(413);
	}

	private Submission read(String body) {
		return this.reader.read(bytes(body), Defaults.NONE);
	}

	private ApiException refused(String body) {
		return refused(bytes(body));
	}

	private ApiException refused(byte[] body) {
		return catchThrowableOfType(ApiException.class, () -> this.reader.read(body, Defaults.NONE));
	}

	private static byte[] bytes(String body) {
		return body.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void refusedIsNeverPartlyTaken() {
		assertThat(refused("{\"user_id\":\"u\",\"messages\":[{\"content\":\"a\"},{\"content\":\"\"}]}").fields())
			.isEqualTo(List.of(new FieldProblem("messages[1].content", "must not be blank")));
	}

}
