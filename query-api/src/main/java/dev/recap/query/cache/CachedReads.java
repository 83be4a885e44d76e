package dev.recap.query.cache;

import java.util.Arrays;
import java.util.TreeMap;

import dev.recap.schema.Json;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.web.EventLoops;
import dev.recap.web.WholeAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps answers under everything that decides them. The conversation has just been read,
 * so that what has changed in it is another key: nothing kept is ever out of date, and
 * nobody is given it who may not see the conversation now.
 */
final class CachedReads implements HotReads, AutoCloseable {

	/** Another one when answers look otherwise. */
	private static final int FORMAT = 1;

	private final RedisPages pages;

	private final Counter hits;

	private final Counter misses;

	CachedReads(RedisPages pages, MeterRegistry meters) {
		this.pages = pages;
		this.hits = meters.counter("recap.query.cache", "outcome", "hit");
		this.misses = meters.counter("recap.query.cache", "outcome", "miss");
	}

	@Override
	public Mono<ServerResponse> answer(ServerRequest request, ConversationDocument conversation, String view,
			Mono<byte[]> made) {
		byte[] what = what(conversation, view);
		return kept(request, what).switchIfEmpty(Mono.defer(() -> fresh(what, made))).map(WholeAnswer::json);
	}

	private Mono<byte[]> kept(ServerRequest request, byte[] what) {
		// One thread has Redis' answers for every connection: it must not serve them.
		return this.pages.find(what)
			.doOnNext((json) -> this.hits.increment())
			.publishOn(Schedulers.fromExecutor(EventLoops.of(request.exchange().getRequest())));
	}

	private Mono<byte[]> fresh(byte[] what, Mono<byte[]> made) {
		this.misses.increment();
		return made.doOnNext((json) -> this.pages.keep(what, json));
	}

	/**
	 * The archiver notes in a conversation what it applied to it, after it has changed
	 * the messages; the summary is written by others, and the rest is what pages show.
	 */
	private static byte[] what(ConversationDocument conversation, String view) {
		return Json.bytes(Arrays.asList(FORMAT, conversation.id(), conversation.generation(),
				new TreeMap<>(conversation.applied()), conversation.updatedAt(), conversation.messageCount(),
				conversation.userId(), conversation.shownTitle(),
				(conversation.summary() != null) ? conversation.summary().summary() : null, view));
	}

	@Override
	public void close() {
		this.pages.close();
	}

}
