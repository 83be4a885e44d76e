package dev.recap.worker.summary.extractive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Coverage;
import dev.recap.schema.summary.SummaryType;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import org.jspecify.annotations.Nullable;

/** A conversation to summarize; its first day is a Wednesday. */
final class Chat {

	static final ExtractiveEngine ENGINE = new ExtractiveEngine();

	private static final Instant START = Instant.parse("2024-01-10T10:00:00Z");

	private final List<MessageDocument> messages = new ArrayList<>();

	private final int firstId;

	private Chat(int firstId) {
		this.firstId = firstId;
	}

	static Chat empty() {
		return new Chat(0);
	}

	static Chat startingAt(int firstId) {
		return new Chat(firstId);
	}

	/** Lines of {@code user: text}. */
	static Chat of(String... lines) {
		Chat chat = empty();
		for (String line : lines) {
			int colon = line.indexOf(':');
			chat.say(line.substring(0, colon), line.substring(colon + 1).strip());
		}
		return chat;
	}

	Chat say(String user, String content) {
		return add(user, Role.USER, content);
	}

	Chat announce(String content) {
		return add("system", Role.SYSTEM, content);
	}

	private Chat add(String user, Role role, String content) {
		int place = this.messages.size();
		Instant at = START.plusSeconds(place);
		this.messages.add(new MessageDocument("c", "m" + (this.firstId + place), user, role, content, at, Map.of(),
				null, null, 0, place, at, "g"));
		return this;
	}

	List<MessageDocument> messages() {
		return List.copyOf(this.messages);
	}

	EngineResult summarized(SummaryType type) {
		return summarized(type, null);
	}

	EngineResult summarized(SummaryType type, @Nullable ConversationSummary previous) {
		return ENGINE.summarize(new EngineInput("c", type, previous, this.messages));
	}

	static ConversationSummary stored(EngineResult result) {
		return new ConversationSummary("s", "c", SummaryType.ROLLING, result.status(), AsOf.START, result.title(),
				result.summary(), result.insights(), new Coverage(null, null, 1, 0), "extractive", null,
				result.version(), null, START);
	}

}
