package dev.recap.query.access;

import dev.recap.query.fresh.Lookup;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.Conversations;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.web.ApiException;
import dev.recap.web.Ids;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Gives callers the conversations that are open to them, as fresh as each asks for. What
 * is not there is a 404 to everybody; what is there and not open is a 403, which, like a
 * 404, is only said when everything accepted before has been applied.
 */
public final class Guard {

	private final Lookup lookup;

	private final Conversations conversations;

	private final Participation participation;

	Guard(Lookup lookup, Conversations conversations, Participation participation) {
		this.lookup = lookup;
		this.conversations = conversations;
		this.participation = participation;
	}

	/** The user at a path, for whom the caller must be allowed to speak. */
	public static String user(ServerRequest request) {
		String user = Ids.path(request, "user_id");
		Caller.of(request.exchange()).speaksFor(user);
		return user;
	}

	/**
	 * The user a parameter names, for whom the caller must be allowed to speak; the
	 * caller when it names none; null when neither is a user.
	 */
	public static @Nullable String user(ServerRequest request, Parameters parameters, String name) {
		return Caller.of(request.exchange()).speaksFor(parameters.id(name));
	}

	/** Who must take part in what is shown; null when the caller may read all. */
	public static @Nullable String reader(ServerRequest request) {
		return Caller.of(request.exchange()).user();
	}

	/** The conversation for those who take part in it; fails with 404 or 403. */
	public Mono<ConversationDocument> shared(ServerRequest request, String id) {
		return sharedIfAny(request, id).switchIfEmpty(missing(id));
	}

	/** The same, but empty when there is none. */
	public Mono<ConversationDocument> sharedIfAny(ServerRequest request, String id) {
		return permitted(request, this.conversations.visible(id), this.participation::includes,
				"Only those who take part in a conversation may do that: its owner, and who has written in it");
	}

	/** The conversation for its owner alone; fails with 404 or 403. */
	public Mono<ConversationDocument> owned(ServerRequest request, String id) {
		return owned(request, this.conversations.visible(id), id);
	}

	/** The same, hidden or not. */
	public Mono<ConversationDocument> ownedOrHidden(ServerRequest request, String id) {
		return owned(request, this.conversations.kept(id), id);
	}

	/**
	 * The id of what its owner may erase, hidden or not; what only the archive has left
	 * has no owner any more, and is left to those who may erase all.
	 */
	public Mono<String> erasable(ServerRequest request, String id) {
		if (reader(request) != null) {
			return ownedOrHidden(request, id).map(ConversationDocument::id);
		}
		return this.lookup.certain(request, this.conversations.erasable(id)).switchIfEmpty(missing(id));
	}

	private Mono<ConversationDocument> owned(ServerRequest request, Mono<ConversationDocument> read, String id) {
		return permitted(request, read, (reader, conversation) -> Mono.just(Participation.owns(reader, conversation)),
				"Only the owner of a conversation may do that")
			.switchIfEmpty(missing(id));
	}

	private Mono<ConversationDocument> permitted(ServerRequest request, Mono<ConversationDocument> read, Right right,
			String refusal) {
		String reader = reader(request);
		if (reader == null) {
			return this.lookup.certain(request, read);
		}
		Mono<Verdict> verdict = read.flatMap(
				(conversation) -> right.has(reader, conversation).map((granted) -> new Verdict(conversation, granted)));
		return this.lookup.certain(request, verdict, Verdict::granted).map((found) -> found.conversationOr(refusal));
	}

	private static <T> Mono<T> missing(String id) {
		return Mono.error(() -> ApiException.notFound("There is no conversation " + id));
	}

	/** What somebody must have to be given a conversation. */
	private interface Right {

		Mono<Boolean> has(String reader, ConversationDocument conversation);

	}

	/** Whether a conversation is open to somebody. */
	private record Verdict(ConversationDocument conversation, boolean granted) {

		ConversationDocument conversationOr(String refusal) {
			if (!this.granted) {
				throw ApiException.forbidden(refusal);
			}
			return this.conversation;
		}

	}

}
