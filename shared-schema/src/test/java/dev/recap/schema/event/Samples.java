package dev.recap.schema.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ChatEvent.UserErased;

/** One event of every type, with everything and with as little as possible. */
public final class Samples {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");

	private Samples() {
	}

	public static List<ChatEvent> events() {
		return List.of(
				new MessagePosted("c", "m", "ann", Role.ASSISTANT, "Grüße, \"Welt\" 🙂\n", NOON,
						Map.of("score", 0.5, "tags", List.of("a", 1, true), "deep", Map.of("a.$b", "x")), "m0",
						new Usage(10, 20, 0.003)),
				new MessagePosted("c", "m", "ann", Role.USER, "", NOON, Map.of(), null, null),
				new ConversationUpdated("c", NOON, "Plans", "ann", Map.of("topic", "release")),
				new ConversationUpdated("c", NOON, null, null, null),
				new ConversationUpdated("c", NOON, null, null, Map.of()), new ConversationEnded("c", NOON),
				new ConversationDeleted("c", NOON, true, "ann"), new ConversationDeleted("c", NOON, false, null),
				new ConversationDeleted("c", NOON, true, "retention", NOON.minusSeconds(60)),
				new ConversationRestored("c", NOON, "ann"), new ConversationRestored("c", NOON, null),
				new MessageRead("c", NOON, "ann", "m"), new UserErased("c", NOON, "ann"),
				new ItemChanged("c", NOON, "i1", ItemStatus.DONE, "Ann writes the notes.", "ann", "2026-02-06", "bob"),
				new ItemChanged("c", NOON, "i1", null, null, null, null, null));
	}

}
