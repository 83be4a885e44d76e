package dev.recap.schema.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Identifiers;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ReadResult.Misfiled;
import dev.recap.schema.event.ReadResult.Readable;
import dev.recap.schema.event.ReadResult.UnknownType;
import dev.recap.schema.event.ReadResult.Unreadable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatEventReaderTests {

	private static final long APPENDED = 1_769_860_800_000L;

	private static final Instant NOON = Instant.ofEpochMilli(APPENDED);

	static List<ChatEvent> events() {
		return Samples.events();
	}

	@ParameterizedTest
	@MethodSource("events")
	void readsWhatTheWriterWrites(ChatEvent event) {
		assertThat(ChatEventReader.read(ChatEventWriter.key(event), ChatEventWriter.value(event), 0, 0, 0))
			.isEqualTo(new Readable(event));
	}

	@Test
	void fillsInWhatADirectProducerLeftOut() {
		String id = Identifiers.ofRecord(3, 128, APPENDED);
		assertThat(read("c", "{'conversation_id':'c','user_id':'ann','content':'Hi'}"))
			.isEqualTo(new Readable(new MessagePosted("c", id, "ann", Role.USER, "Hi", NOON, Map.of(), null, null)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			value = { "{'user_id':'ann','content':'Hi'}", "{'user_id':'ann','message':'Hi'}",
					"{'user_id':'ann','message':'Hi','content':'Hi'}",
					"{'user_id':'ann','message':null,'content':'Hi'}",
					"{'type':'message','user_id':'ann','content':'Hi','more':[1]}",
					"{'type':null,'conversation_id':null,'message_id':null,'timestamp':null,'role':null,"
							+ "'metadata':null,'reply_to':null,'usage':null,'user_id':'ann','content':'Hi'}",
					"{'user_id':'ann','content':'Hi','usage':'none'}",
					"{'user_id':'ann','content':'Hi','timestamp':1769860800000}",
					"{'user_id':'ann','content':'Hi','timestamp':'1769860800000'}",
					"{'user_id':'ann','content':'Hi','timestamp':'2026-01-31T13:00:00+01:00'}" })
	void takesOneMessageInManyForms(String json) {
		assertThat(message("c", json)).isEqualTo(new MessagePosted("c", Identifiers.ofRecord(3, 128, APPENDED), "ann",
				Role.USER, "Hi", NOON, Map.of(), null, null));
	}

	@Test
	void takesPartsOfAUsage() {
		assertThat(message("c", "{'user_id':'ann','content':'Hi','usage':{'input_tokens':7,'cost':'?'}}").usage())
			.isEqualTo(new Usage(7, 0, 0));
	}

	@Test
	void tellsAbsentMetadataFromEmptyMetadata() {
		assertThat(read("c", "{'type':'conversation.updated','metadata':{}}"))
			.isEqualTo(new Readable(new ConversationUpdated("c", NOON, null, null, Map.of())));
		assertThat(read("c", "{'type':'conversation.updated'}"))
			.isEqualTo(new Readable(new ConversationUpdated("c", NOON, null, null, null)));
	}

	@Test
	void readsADeleteWithoutAFlagAsSoft() {
		assertThat(read("c", "{'type':'conversation.deleted'}"))
			.isEqualTo(new Readable(new ConversationDeleted("c", NOON, false, null)));
	}

	@Test
	void readsANullValueAsAHardDelete() {
		assertThat(read("c", null)).isEqualTo(new Readable(new ConversationDeleted("c", NOON, true, null)));
	}

	@Test
	void replacesHalvesOfSurrogatePairsInEveryText() {
		MessagePosted message = message("c",
				"{'user_id':'ann','content':'a\\ud83db \\ud83d\\ude42','metadata':{'k\\ude42':['\\ud83d']}}");
		assertThat(message.content()).isEqualTo("a\ufffdb 🙂");
		assertThat(message.metadata()).isEqualTo(Map.of("k\ufffd", List.of("\ufffd")));
		assertThat(read("c", "{'type':'conversation.updated','title':'\\ud83d'}"))
			.isEqualTo(new Readable(new ConversationUpdated("c", NOON, "\ufffd", null, null)));
		assertThat(ChatEventReader.read(ChatEventWriter.key(message), ChatEventWriter.value(message), 0, 0, 0))
			.isEqualTo(new Readable(message));
		assertThat(read("other", "{'conversation_id':'c','user_id':'ann','content':'\\ud83d'}"))
			.isInstanceOf(Misfiled.class);
	}

	@Test
	void skipsTypesItDoesNotKnow() {
		assertThat(read("c", "{'type':'conversation.painted'}")).isEqualTo(new UnknownType("conversation.painted"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', nullValues = "none", value = { "none", "other", "a/b" })
	void refilesUnderTheRightKeyWithWhatWasFilledIn(@Nullable String key) {
		Misfiled misfiled = (Misfiled) read(key, "{'conversation_id':'c','user_id':'ann','message':'Hi','more':1}");
		assertThat(misfiled.conversationId()).isEqualTo("c");
		assertThat(new String(misfiled.value(), StandardCharsets.UTF_8)).contains("\"more\":1");
		assertThat(ChatEventReader.read(bytes("c"), misfiled.value(), 7, 9, 11))
			.isEqualTo(new Readable(new MessagePosted("c", Identifiers.ofRecord(3, 128, APPENDED), "ann", Role.USER,
					"Hi", NOON, Map.of(), null, null)));
	}

	@Test
	void refilesOtherEventsToo() {
		Misfiled misfiled = (Misfiled) read("other",
				"{'conversation_id':'c','type':'conversation.deleted','hard':true}");
		assertThat(ChatEventReader.read(bytes("c"), misfiled.value(), 7, 9, 11))
			.isEqualTo(new Readable(new ConversationDeleted("c", NOON, true, null)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', nullValues = "none",
			value = { "c;hello;not JSON", "c;{;not JSON", "c;{} {};not JSON", "c;[];JSON object", "c;``;JSON object",
					"c;null;JSON object", "none;none;neither key nor value",
					"none;{'user_id':'ann','content':'Hi'};neither a key nor", "a/b;none;key must not contain",
					"a/b;{'user_id':'ann','content':'Hi'};conversation_id must not contain",
					"c;{'conversation_id':'','user_id':'ann','content':'Hi'};conversation_id must have",
					"c;{'conversation_id':1,'user_id':'ann','content':'Hi'};conversation_id must be a string",
					"c;{'type':1,'user_id':'ann','content':'Hi'};type must be a string",
					"c;{'content':'Hi'};user_id is missing", "c;{'user_id':'ann'};content is missing",
					"c;{'user_id':'ann','content':1};content must be a string",
					"c;{'user_id':'ann','content':'Hi','message':'Ho'};differ",
					"c;{'user_id':'a/b','content':'Hi'};user_id must not contain",
					"c;{'user_id':'ann','message_id':'a/b','content':'Hi'};message_id must not contain",
					"c;{'user_id':'ann','reply_to':'','content':'Hi'};reply_to must have",
					"c;{'user_id':'ann','role':'bot','content':'Hi'};role must be",
					"c;{'user_id':'ann','metadata':[],'content':'Hi'};metadata must be an object",
					"c;{'user_id':'ann','timestamp':'noon','content':'Hi'};timestamp must be",
					"c;{'user_id':'ann','timestamp':{},'content':'Hi'};timestamp must be",
					"c;{'user_id':'ann','timestamp':1.5,'content':'Hi'};timestamp must be",
					"c;{'user_id':'ann','timestamp':99999999999999999999,'content':'Hi'};timestamp must be",
					"c;{'type':'message.read','user_id':'ann'};message_id is missing",
					"c;{'type':'item.changed'};item_id is missing",
					"c;{'type':'item.changed','item_id':'i','status':'lost'};status must be",
					"c;{'type':'item.changed','item_id':'i','due':'Friday'};due must be" })
	void saysWhyARecordCannotBeRead(@Nullable String key, @Nullable String json, String reason) {
		assertThat(read(key, json)).isInstanceOfSatisfying(Unreadable.class,
				(unreadable) -> assertThat(unreadable.reason()).contains(reason));
	}

	@Test
	void saysWhenBytesAreNoText() {
		byte[] bytes = { (byte) 0xc3, 0x28 };
		assertThat(ChatEventReader.read(bytes("c"), bytes, 0, 0, 0))
			.isEqualTo(new Unreadable("The value is not UTF-8"));
		assertThat(ChatEventReader.read(bytes, bytes("{}"), 0, 0, 0)).isEqualTo(new Unreadable("The key is not UTF-8"));
	}

	@Test
	void survivesNestingWithoutEnd() {
		assertThat(read("c", "{'user_id':'ann','content':'Hi','metadata':" + "{'a':".repeat(100_000)))
			.isInstanceOf(Unreadable.class);
	}

	private static MessagePosted message(String key, String json) {
		return (MessagePosted) ((Readable) read(key, json)).event();
	}

	private static ReadResult read(@Nullable String key, @Nullable String json) {
		return ChatEventReader.read((key != null) ? bytes(key) : null,
				(json != null) ? bytes(json.replace('\'', '"')) : null, 3, 128, APPENDED);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
