package dev.recap.gateway.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.Identifiers;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;

/** What is wrong with a body as a whole, and what it lacks and gets. */
final class SubmissionCheck {

	private final SubmissionParse parse;

	private final Instant now;

	SubmissionCheck(SubmissionParse parse, Instant now) {
		this.parse = parse;
		this.now = now;
	}

	Submission complete(Defaults defaults) {
		List<Draft> drafts = drafts();
		String userId = idOr(this.parse.top().userId, "user_id", defaults.userId());
		String conversationId = idOr(this.parse.conversationId(), "conversation_id", defaults.conversationId());
		checkDrafts(drafts, userId);
		this.parse.problems().throwIfAny();
		checkSpeaker(defaults.caller(), drafts, userId);
		return submission((conversationId != null) ? conversationId : Identifiers.unguessable(), drafts, userId);
	}

	/** The id given, or a default that nobody has looked at yet. */
	private @Nullable String idOr(@Nullable String given, String field, @Nullable String otherwise) {
		String problem = (given == null && otherwise != null) ? Identifiers.problem(otherwise) : null;
		if (problem != null) {
			this.parse.problems().add("", field, problem);
		}
		return firstOf(given, otherwise);
	}

	private List<Draft> drafts() {
		List<Draft> batch = this.parse.messages();
		if (batch == null) {
			return List.of(this.parse.top());
		}
		Draft top = this.parse.top();
		if (top.said() != null) {
			this.parse.problems()
				.add("", (top.content != null) ? "content" : "message", "must not be given beside messages");
		}
		if (batch.isEmpty()) {
			this.parse.problems().add("", "messages", "must have at least one message");
		}
		return batch;
	}

	private void checkDrafts(List<Draft> drafts, @Nullable String userId) {
		boolean single = this.parse.messages() == null;
		boolean userIdFaulty = this.parse.top().userIdFaulty;
		for (int i = 0; i < drafts.size(); i++) {
			Draft draft = drafts.get(i);
			if (draft.content != null && draft.message != null && !draft.content.equals(draft.message)) {
				wrong(single, i, "content", "and message are both given and differ; send one of them");
			}
			if (draft.said() == null && !draft.contentFaulty) {
				wrong(single, i, single ? "message" : "content", "is missing");
			}
			if (draft.userId == null && userId == null && !draft.userIdFaulty && !userIdFaulty) {
				wrong(single, i, "user_id", "is missing");
			}
		}
	}

	private static void checkSpeaker(Caller caller, List<Draft> drafts, @Nullable String userId) {
		if (caller.user() == null) {
			return;
		}
		caller.speaksFor(userId);
		for (Draft draft : drafts) {
			caller.speaksFor(draft.userId);
		}
	}

	private void wrong(boolean single, int index, String field, String problem) {
		this.parse.problems().add(SubmissionParse.path(single ? -1 : index), field, problem);
	}

	private Submission submission(String conversationId, List<Draft> drafts, @Nullable String userId) {
		List<MessagePosted> messages = new ArrayList<>(drafts.size());
		Set<String> given = new HashSet<>();
		for (Draft draft : drafts) {
			if (draft.messageId == null || given.add(draft.messageId)) {
				messages.add(message(conversationId, draft, String.valueOf(firstOf(draft.userId, userId))));
			}
		}
		return new Submission(conversationId, messages);
	}

	private MessagePosted message(String conversationId, Draft draft, String userId) {
		return new MessagePosted(conversationId, (draft.messageId != null) ? draft.messageId : Identifiers.next(),
				userId, (draft.role != null) ? draft.role : Role.USER, String.valueOf(draft.said()),
				(draft.timestamp != null) ? draft.timestamp : this.now,
				(draft.metadata != null) ? draft.metadata : Map.of(), draft.replyTo, null);
	}

	private static @Nullable String firstOf(@Nullable String given, @Nullable String otherwise) {
		return (given != null) ? given : otherwise;
	}

}
