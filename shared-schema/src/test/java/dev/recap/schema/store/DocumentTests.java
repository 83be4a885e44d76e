package dev.recap.schema.store;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.event.Role;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument.Erased;
import dev.recap.schema.store.ConversationDocument.LastMessage;
import dev.recap.schema.store.ConversationDocument.Status;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummarySamples;
import dev.recap.schema.summary.SummaryType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DocumentTests {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

	private static final Date NOON_DATE = Date.from(NOON);

	@Test
	void keepsAMessageWithEverything() {
		Map<String, Object> metadata = Map.of("a.b", "x", "$set", List.of(1, Map.of("", true)), "big",
				new BigInteger("99999999999999999999"));
		MessageDocument document = MessageDocument.of(new MessagePosted("c", "m", "ann", Role.ASSISTANT, "Hi", NOON,
				metadata, "m0", new Usage(Long.MAX_VALUE, 2, 0.5)), 3, 128, NOON.plusMillis(5), "0:7");
		assertThat(document.toMap()).containsEntry("_id", "c/m").containsEntry("timestamp", NOON_DATE);
		assertThat(MessageDocument.from(document.toMap())).isEqualTo(document);
	}

	@Test
	void keepsAMessageWithLittle() {
		MessageDocument document = MessageDocument
			.of(new MessagePosted("c", "m", "ann", Role.USER, "", NOON, Map.of(), null, null), 0, 0, NOON, "");
		assertThat(document.toMap()).doesNotContainKeys("metadata", "reply_to", "usage");
		assertThat(MessageDocument.from(document.toMap())).isEqualTo(document);
	}

	@Test
	void saysWhichDocumentLacksWhat() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> MessageDocument.from(Map.of("_id", "c/m", "role", "user")))
			.withMessage("Document c/m has no conversation_id");
	}

	@Test
	void keepsSummaries() {
		assertThat(List.of(SummarySamples.full(SummaryType.BRIEF), SummarySamples.thin())).allSatisfy((summary) -> {
			Map<String, Object> map = SummaryDocument.toMap(summary, "0:7");
			assertThat(map).containsEntry("_id", summary.summaryId())
				.containsEntry("generation", "0:7")
				.containsEntry("generated_at", Date.from(summary.generatedAt()));
			assertThat(SummaryDocument.from(map)).isEqualTo(summary);
		});
	}

	@Test
	void keepsAnItem() {
		ItemDocument item = new ItemDocument("i", "c", "0:7", Kind.ACTION_ITEM, "Ann writes the notes.",
				"Ann will write the notes.", "ann", "2026-02-06", ItemStatus.DONE, List.of("m1", "m2"), "m2",
				List.of("ann"), List.of("j"), AsOf.of(1, 2, 3), NOON, NOON.plusSeconds(1));
		assertThat(item.toMap()).containsEntry("_id", "i").containsEntry("created_at", NOON_DATE);
		assertThat(ItemDocument.from(item.toMap())).isEqualTo(item);
		ItemDocument bare = new ItemDocument("i", "c", "", Kind.DECISION, "Ship it.", "Ship it.", null, null,
				ItemStatus.OPEN, List.of("m1"), null, List.of(), List.of(), AsOf.START, NOON, NOON);
		assertThat(ItemDocument.from(bare.toMap())).isEqualTo(bare);
	}

	@Test
	void readsAConversation() {
		Map<String, Object> map = new HashMap<>(conversation());
		map.putAll(Map.of("user_id", "ann", "title", "Plans", "metadata",
				ConversationDocument.metadata(Map.of("a.b", 1)), "first_at", NOON_DATE, "last_at", NOON_DATE,
				"last_message", Map.of("message_id", "m", "user_id", "bob", "content", "Hi", "timestamp", NOON_DATE),
				"usage", Map.of("input_tokens", 1, "output_tokens", 2L, "cost", 0.5), "summary",
				SummaryDocument.toMap(SummarySamples.full(SummaryType.ROLLING), ""), "applied",
				Map.of("0", 17, "11", 5_000_000_000L)));
		assertThat(ConversationDocument.from(map))
			.isEqualTo(new ConversationDocument("c", "ann", "Plans", Map.of("a.b", 1), Status.ENDED, NOON, NOON, 2,
					NOON, NOON, new LastMessage("m", "bob", "Hi", NOON), new Usage(1, 2, 0.5),
					SummarySamples.full(SummaryType.ROLLING), Map.of(0, 17L, 11, 5_000_000_000L), "", null));
	}

	@Test
	void readsAConversationOfWhichOnlyMarksAreLeft() {
		Map<String, Object> map = new HashMap<>(conversation());
		map.putAll(
				Map.of("status", "erased", "erased", Map.of("partition", 3, "offset", 9L, "appended_at", NOON_DATE)));
		ConversationDocument document = ConversationDocument.from(map);
		assertThat(document.visible()).isFalse();
		assertThat(document.erased()).isEqualTo(new Erased(3, 9, NOON));
		assertThat(document.summary()).isNull();
		assertThat(document.lastMessage()).isNull();
	}

	@Test
	void showsOnlyActiveAndEndedConversations() {
		assertThat(List.of("active", "ended", "deleted", "erased")).extracting((status) -> {
			Map<String, Object> map = new HashMap<>(conversation());
			map.put("status", status);
			return ConversationDocument.from(map).visible();
		}).containsExactly(true, true, false, false);
	}

	@Test
	void countsARecordAsErasedWhenItWasAcceptedBefore() {
		Erased erased = new Erased(3, 9, NOON);
		assertThat(erased.covers(3, 9, NOON.plusSeconds(1))).isTrue();
		assertThat(erased.covers(3, 10, NOON.minusSeconds(1))).isFalse();
		assertThat(erased.covers(4, 10_000, NOON)).isTrue();
		assertThat(erased.covers(4, 0, NOON.plusMillis(1))).isFalse();
	}

	@Test
	void readsAMembership() {
		assertThat(MembershipDocument.id("ann", "c")).isEqualTo("ann/c");
		assertThat(MembershipDocument
			.from(Map.of("user_id", "ann", "conversation_id", "c", "message_count", 2, "wrote_at", NOON_DATE, "last_at",
					NOON_DATE, "hidden", true, "read_message_id", "m", "read_at", NOON_DATE, "generation", "1:2")))
			.isEqualTo(new MembershipDocument("ann", "c", 2, NOON, NOON, true, "m", NOON, "1:2"));
		assertThat(MembershipDocument.from(Map.of("user_id", "ann", "conversation_id", "c", "last_at", NOON_DATE)))
			.isEqualTo(new MembershipDocument("ann", "c", 0, null, NOON, false, null, null, ""));
	}

	@Test
	void readsProgress() {
		assertThat(ProgressDocument.from(Map.of("_id", 3, "next", 5_000_000_000L)))
			.isEqualTo(new ProgressDocument(3, 5_000_000_000L));
	}

	@Test
	void marksAnErasedMessageWithoutNamingIt() {
		assertThat(ErasureDocument.id("c", "m")).isEqualTo(ErasureDocument.id("c", "m"))
			.isNotEqualTo(ErasureDocument.id("m", "c"))
			.doesNotContain("c/m");
	}

	private static Map<String, Object> conversation() {
		return Map.of("_id", "c", "status", "ended", "created_at", NOON_DATE, "updated_at", NOON_DATE, "message_count",
				2, "generation", "");
	}

}
