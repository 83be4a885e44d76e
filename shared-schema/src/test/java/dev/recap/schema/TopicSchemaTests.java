package dev.recap.schema;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.event.ReadResult.Readable;
import dev.recap.schema.event.ReadResult.Unreadable;
import dev.recap.schema.event.Samples;
import dev.recap.schema.event.Usage;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.presence.PresenceEnd;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCancelled;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummarySamples;
import dev.recap.schema.topic.Position;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class TopicSchemaTests {

	private static final TopicSchema CHAT_MESSAGES = TopicSchema.of("chat-messages");

	private static final TopicSchema SUMMARY_REQUESTS = TopicSchema.of("summary-requests");

	private static final TopicSchema REPLY_REQUESTS = TopicSchema.of("reply-requests");

	private static final TopicSchema REPLY_CHUNKS = TopicSchema.of("reply-chunks");

	private static final TopicSchema PRESENCE = TopicSchema.of("presence");

	private static final TopicSchema CONVERSATION_SUMMARIES = TopicSchema.of("conversation-summaries");

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

	static List<ReplyRequest> replyRequests() {
		return List.of(
				new ReplyRequest("r1", "c", "ann", "m1", new Position(3, 128), "gpt", 0.5, 100, NOON,
						NOON.plusSeconds(120)),
				new ReplyRequest("r2", "c", "ann", "m1", new Position(0, 0), null, null, null, NOON, NOON));
	}

	static List<ReplyEvent> replyEvents() {
		return List.of(new ReplyDelta("r1", 1, 0, "Fri"),
				new ReplyCompleted("r1", "c", "m2", "Friday.", "gpt", "Release", 2, new Usage(10, 20, 0.003)),
				new ReplyCompleted("r1", "c", "m2", "", "gpt", null, 0, new Usage(0, 0, 0)),
				new ReplyFailed("r1", "c", "rate_limited", "Too many", 12),
				new ReplyFailed("r1", "c", "llm_not_configured", "No model", null), new ReplyCancelled("r1"));
	}

	static List<Object> presences() {
		return List.of(new Presence("gateway-1", "lobby", "Ann", "a1", NOON),
				new Presence("gateway-1", null, null, null, NOON), new PresenceEnd(true, "a1"),
				new PresenceEnd(true, null));
	}

	static List<ChatEvent> chatEvents() {
		return Samples.events();
	}

	static List<SummaryRequest> requests() {
		return SummarySamples.requests();
	}

	static List<SummaryEvent> summaryEvents() {
		return SummarySamples.events();
	}

	static Stream<Object[]> requestsWithoutAField() {
		return requests().stream()
			.flatMap((request) -> Stream
				.of("request_id", "conversation_id", "type", "trigger", "appended_at", "messages", "requested_at")
				.map((field) -> new Object[] { request, field }));
	}

	@ParameterizedTest
	@MethodSource("chatEvents")
	void describeEveryEventOfAConversation(ChatEvent event) {
		assertThat(CHAT_MESSAGES.errors(ChatEventWriter.value(event))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("requests")
	void describeEveryRequest(SummaryRequest request) {
		assertThat(SUMMARY_REQUESTS.errors(Json.bytes(request))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("summaryEvents")
	void describeEverySummaryEvent(SummaryEvent event) {
		assertThat(CONVERSATION_SUMMARIES.errors(Json.bytes(event))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("replyRequests")
	void describeEveryReplyRequest(ReplyRequest request) {
		assertThat(REPLY_REQUESTS.errors(Json.bytes(request))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("replyEvents")
	void describeEveryReplyEvent(ReplyEvent event) {
		assertThat(REPLY_CHUNKS.errors(Json.mapper().writerFor(ReplyEvent.class).writeValueAsBytes(event))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("presences")
	void describeEveryPresence(Object presence) {
		assertThat(PRESENCE.errors(Json.bytes(presence))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "'position':null", "'temperature':3", "'max_tokens':0", "'expires_at':'noon'", "'user_id':''" })
	void refuseAReplyRequestThatIsOdd(String field) {
		assertThat(REPLY_REQUESTS.errors(with(replyRequests().getFirst(), field))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'type':'reply.painted','request_id':'r'}",
			"{'type':'reply.delta','request_id':'r'}", "{'type':'reply.completed','request_id':'r'}",
			"{'type':'reply.failed','request_id':'r'}", "{'type':'reply.cancelled'}" })
	void refuseAReplyEventThatIsOdd(String json) {
		assertThat(REPLY_CHUNKS.errors(json.replace('\'', '"'))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'instance':'g','room':'lobby','at':'2026-01-31T12:00:00.123Z'}", "{'ended':false}",
			"{'instance':'g','at':'noon'}" })
	void refuseAPresenceThatIsOdd(String json) {
		assertThat(PRESENCE.errors(json.replace('\'', '"'))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'user_id':'ann','content':'Hi'}", "{'user_id':'ann','message':'Hi'}",
			"{'type':null,'conversation_id':null,'message_id':null,'timestamp':null,'role':null,'metadata':null,"
					+ "'user_id':'ann','content':'Hi'}",
			"{'user_id':'ann','content':'Hi','more':1}", "{'user_id':'ann','content':'Hi','timestamp':1769860800000}",
			"{'user_id':'ann','content':'Hi','timestamp':'2026-01-31'}",
			"{'user_id':'ann','content':'Hi','timestamp':'2026-01-31 09:30:00.5+02'}",
			"{'type':'conversation.updated'}", "{'type':'conversation.deleted'}",
			"{'type':'conversation.ended','user_id':7}" })
	void letDirectProducersLeaveOutWhatReadersFillIn(String json) {
		String value = json.replace('\'', '"');
		assertThat(CHAT_MESSAGES.errors(value)).isEmpty();
		assertThat(read(value)).isInstanceOf(Readable.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "'text'", "{}", "{'user_id':'ann'}", "{'content':'Hi'}",
			"{'user_id':'','content':'Hi'}", "{'user_id':' ','content':'Hi'}", "{'user_id':'a/b','content':'Hi'}",
			"{'user_id':'a\\u0000','content':'Hi'}", "{'user_id':'ann','content':null}",
			"{'user_id':'ann','content':1}", "{'user_id':'ann','content':'Hi','role':'bot'}",
			"{'user_id':'ann','content':'Hi','metadata':[]}", "{'user_id':'ann','content':'Hi','timestamp':'noon'}",
			"{'user_id':'ann','content':'Hi','timestamp':1.5}", "{'user_id':'ann','content':'Hi','message_id':7}",
			"{'user_id':'ann','content':'Hi','reply_to':''}", "{'type':'message.read','user_id':'ann'}",
			"{'type':'message.read','message_id':'m'}", "{'type':'conversation.updated','title':7}",
			"{'type':'conversation.updated','metadata':'x'}", "{'type':'conversation.restored','by':7}", "{'type':7}" })
	void refuseWhatReadersCannotRead(String json) {
		String value = json.replace('\'', '"');
		assertThat(CHAT_MESSAGES.errors(value)).isNotEmpty();
		assertThat(read(value)).isInstanceOf(Unreadable.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'type':'conversation.painted'}", "{'type':'conversation.deleted','hard':'yes'}" })
	void areStricterWithProducersThanReadersAre(String json) {
		assertThat(CHAT_MESSAGES.errors(json.replace('\'', '"'))).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("requestsWithoutAField")
	void refuseARequestThatLacksAField(SummaryRequest request, String field) {
		ObjectNode tree = Json.mapper().valueToTree(request);
		tree.remove(field);
		assertThat(SUMMARY_REQUESTS.errors(tree.toString())).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'type':'window'", "'trigger':'idle'", "'trigger':'whim'", "'trigger':'check'",
			"'requester':''", "'messages':-1", "'last':{'partition':3}", "'requested_at':'noon'", "'request_id':'r1'" })
	void refuseARequestOnDemandThatIsOdd(String field) {
		assertThat(SUMMARY_REQUESTS.errors(with(requests().get(1), field))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'type':'summary.painted'", "'type':'summary.failed'", "'summary':null",
			"'request_id':null", "'rolling':{}", "'summary':{'summary_id':'r1'}" })
	void refuseASummaryEventThatIsOdd(String field) {
		assertThat(CONVERSATION_SUMMARIES.errors(with(summaryEvents().getFirst(), field))).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'status':'fine'", "'as_of':'later'", "'engine':'magic'", "'generated_at':'noon'",
			"'covers':{'messages':1}", "'insights':{'sentiment':'neutral'}" })
	void refuseASummaryThatIsOdd(String field) {
		ObjectNode event = Json.mapper().valueToTree(summaryEvents().getFirst());
		event.set("summary", Json.mapper().readTree(with(event.get("summary"), field)));
		assertThat(CONVERSATION_SUMMARIES.errors(event.toString())).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'kind':'rumour'", "'message_ids':[]", "'text':''", "'due':'tomorrow'" })
	void refuseAHighlightThatIsOdd(String field) {
		ObjectNode event = Json.mapper().valueToTree(summaryEvents().getFirst());
		event.withArray("/summary/insights/highlights")
			.add(Json.mapper().readTree(with(SummarySamples.insights().highlights().getFirst(), field)));
		assertThat(CONVERSATION_SUMMARIES.errors(event.toString())).isNotEmpty();
	}

	private static String with(Object value, String field) {
		ObjectNode tree = Json.mapper().valueToTree(value);
		tree.setAll((ObjectNode) Json.mapper().readTree("{" + field.replace('\'', '"') + "}"));
		return tree.toString();
	}

	private static Object read(String value) {
		return ChatEventReader.read("c".getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8), 0, 0,
				0);
	}

}
