package dev.recap.query.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.query.store.Store;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.ConversationSummary;
import org.bson.Document;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds what may match: the newest messages of the rarest terms, and summaries. */
final class Candidates {

	/** How many messages with one term are looked at. */
	static final int PER_TERM = 2000;

	private static final int SUMMARIES_PER_TERM = 200;

	private static final List<String> FIELDS = List.of("conversation_id", "generation", "timestamp", "terms");

	private final Store store;

	Candidates(Store store) {
		this.store = store;
	}

	/** Everything found, the best first. */
	Mono<List<Hit>> find(SearchRequest asked, Scope scope) {
		return frequencies(asked, scope).flatMap((frequencies) -> {
			Ranking ranking = new Ranking(frequencies);
			return messages(asked, scope, rarestFirst(frequencies), ranking).zipWith(summaries(asked, scope, ranking),
					Candidates::bestFirst);
		});
	}

	private static List<Hit> bestFirst(List<Hit> messages, List<Hit> summaries) {
		List<Hit> all = new ArrayList<>(messages);
		all.addAll(summaries);
		all.sort(Hit.BEST_FIRST);
		return all;
	}

	private Mono<Map<String, Long>> frequencies(SearchRequest asked, Scope scope) {
		return Flux.fromIterable(asked.terms())
			.flatMap((term) -> this.store.count(SearchQueries.countable(asked, scope, term), PER_TERM)
				.map((count) -> Map.entry(term, count)))
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	private static List<String> rarestFirst(Map<String, Long> frequencies) {
		return frequencies.entrySet()
			.stream()
			.filter((term) -> term.getValue() > 0)
			.sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
			.map(Map.Entry::getKey)
			.toList();
	}

	/** A common term adds nothing once rarer ones have found enough. */
	private Mono<List<Hit>> messages(SearchRequest asked, Scope scope, List<String> terms, Ranking ranking) {
		Map<String, Hit> found = new HashMap<>();
		return Flux.fromIterable(terms)
			.concatMap((term) -> (found.size() >= PER_TERM) ? Mono.<List<Document>>empty()
					: this.store.fields(SearchQueries.messages(asked, scope, term), FIELDS, PER_TERM))
			.doOnNext((documents) -> documents.forEach(
					(document) -> found.computeIfAbsent(document.getString("_id"), (id) -> message(document, ranking))))
			.then(Mono.fromSupplier(() -> List.copyOf(found.values())));
	}

	private static Hit message(Document document, Ranking ranking) {
		return new Hit(Hit.Kind.MESSAGE, document.getString("_id"), document.getString("conversation_id"),
				document.getString("generation"), document.getDate("timestamp").toInstant(),
				ranking.score(document.getList("terms", String.class)));
	}

	private Mono<List<Hit>> summaries(SearchRequest asked, Scope scope, Ranking ranking) {
		Mono<List<Document>> found = (asked.conversationId() != null)
				? this.store.byIds(ConversationDocument.COLLECTION, List.of(asked.conversationId()))
				: Flux.fromIterable(asked.terms())
					.concatMap((term) -> this.store.find(SearchQueries.summaries(scope, term), 0, SUMMARIES_PER_TERM))
					.flatMapIterable((documents) -> documents)
					.distinct((document) -> document.getString("_id"))
					.collectList();
		return found.map((documents) -> documents.stream()
			.map(ConversationDocument::from)
			.filter((conversation) -> conversation.summary() != null)
			.map((conversation) -> summary(conversation, conversation.summary(), ranking))
			.filter((hit) -> hit.score() > 0 && asked.covers(hit.timestamp()))
			.toList());
	}

	private static Hit summary(ConversationDocument conversation, ConversationSummary summary, Ranking ranking) {
		return new Hit(Hit.Kind.SUMMARY, conversation.id(), conversation.id(), conversation.generation(),
				summary.generatedAt(), ranking.score(SummaryDocument.terms(summary)));
	}

}
