package dev.recap.query.usage;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import dev.recap.query.access.Guard;
import dev.recap.query.page.Parameters;
import dev.recap.query.store.IndexedQuery;
import dev.recap.query.store.Store;
import dev.recap.schema.store.UsageDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /usage}. */
final class UsageHandler {

	/** So many days are shown when no first one is named. */
	private static final int DAYS = 30;

	private static final int MOST_DAYS = 366;

	private static final int MOST_ROWS = 20_000;

	private final Store store;

	private final Clock clock;

	UsageHandler(Store store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	Mono<ServerResponse> usage(ServerRequest request) {
		Parameters parameters = Parameters.of(request);
		String user = Guard.user(request, parameters, "user_id");
		Instant start = parameters.start("from");
		LocalDate to = day(parameters.end("to"), LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC));
		LocalDate from = day(start, to.minusDays(DAYS - 1));
		if (from.isAfter(to)) {
			parameters.invalid("from", "must not be after to");
		}
		else if (from.isBefore(to.minusDays(MOST_DAYS - 1))) {
			parameters.invalid("from", "must be at most 366 days before to");
		}
		parameters.check();
		return this.store.find(of(user, from, to), 0, MOST_ROWS)
			.map((found) -> UsageReport.of(user, from, to, found.stream().map(UsageDocument::from).toList()))
			.flatMap((report) -> ServerResponse.ok().bodyValue(report));
	}

	private static LocalDate day(@Nullable Instant instant, LocalDate standard) {
		return (instant != null) ? LocalDate.ofInstant(instant, ZoneOffset.UTC) : standard;
	}

	private static IndexedQuery of(@Nullable String user, LocalDate from, LocalDate to) {
		Document days = new Document("$gte", from.toString()).append("$lte", to.toString());
		return new IndexedQuery(UsageDocument.COLLECTION,
				new Document("user_id", (user != null) ? user : UsageDocument.EVERYBODY).append("day", days),
				new Document("day", 1));
	}

}
