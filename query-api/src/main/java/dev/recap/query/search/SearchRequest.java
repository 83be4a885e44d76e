package dev.recap.query.search;

import java.time.Instant;
import java.util.List;

import dev.recap.query.access.Guard;
import dev.recap.query.page.Parameters;
import dev.recap.schema.store.SearchTerms;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * What is searched for.
 *
 * @param terms those of the text, at most eight
 * @param userId only conversations this user takes part in; null for all
 * @param reader who must have written in them or own them; null for one who may read all
 * @param conversationId only this conversation; null for all
 */
record SearchRequest(String query, List<String> terms, @Nullable String userId, @Nullable String reader,
		@Nullable String conversationId, @Nullable Instant from, @Nullable Instant to, int limit, int offset) {

	private static final int LONGEST = 500;

	private static final int MOST_TERMS = 8;

	private static final int STANDARD_LIMIT = 20;

	private static final int MOST = 100;

	static SearchRequest read(ServerRequest request) {
		Parameters parameters = Parameters.of(request);
		String query = parameters.required("q", LONGEST);
		Instant from = parameters.start("from");
		Instant to = parameters.end("to");
		if (from != null && to != null && from.isAfter(to)) {
			parameters.invalid("from", "must not be after to");
		}
		SearchRequest asked = new SearchRequest(query, terms(query), Guard.user(request, parameters, "user_id"),
				Guard.reader(request), parameters.id("conversation_id"), from, to,
				parameters.limit(STANDARD_LIMIT, MOST), parameters.offset());
		parameters.check();
		return asked;
	}

	private static List<String> terms(String query) {
		return SearchTerms.indexed(query).stream().limit(MOST_TERMS).toList();
	}

	boolean covers(Instant time) {
		return (this.from == null || !time.isBefore(this.from)) && (this.to == null || !time.isAfter(this.to));
	}

}
