package dev.recap.query.cache;

import dev.recap.schema.store.ConversationDocument;
import dev.recap.web.WholeAnswer;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Answers what is read of a conversation, be it from what was made for others. */
public interface HotReads {

	/** Makes every answer anew. */
	HotReads NONE = (request, conversation, view, made) -> made.map(WholeAnswer::json);

	/**
	 * Answers a request.
	 * @param conversation as it is now, and open to the caller
	 * @param view which part of it is asked for; whoever asks for the same gets the same
	 * @param made the JSON that is answered, made of the conversation and its messages
	 * alone
	 */
	Mono<ServerResponse> answer(ServerRequest request, ConversationDocument conversation, String view,
			Mono<byte[]> made);

}
