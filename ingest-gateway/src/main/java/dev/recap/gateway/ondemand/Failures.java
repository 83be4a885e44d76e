package dev.recap.gateway.ondemand;

import java.time.Duration;

import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.web.ApiException;
import org.springframework.http.HttpStatus;

/** What clients are told when the worker refuses. */
final class Failures {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private Failures() {
	}

	static ApiException of(SummaryFailed failed) {
		return switch (failed.code()) {
			case "not_found" -> ApiException.notFound(failed.error());
			case "forbidden" -> ApiException.forbidden(failed.error());
			case "timeout" -> ApiException.timeout(failed.error());
			default -> ApiException.of(HttpStatus.SERVICE_UNAVAILABLE, failed.code(), failed.error(), RETRY_AFTER);
		};
	}

}
