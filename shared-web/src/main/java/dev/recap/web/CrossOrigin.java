package dev.recap.web;

import java.time.Duration;
import java.util.List;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;

/**
 * Lets pages of other origins call, where origins are named; they are asked before anyone
 * looks at who calls, because a browser's preflight does not say.
 */
@Order(CrossOrigin.ORDER)
final class CrossOrigin extends CorsWebFilter {

	/** After the headers that every answer has, before the caller is looked at. */
	static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 50;

	private static final Duration REMEMBERED = Duration.ofMinutes(30);

	CrossOrigin(List<String> origins) {
		super(everywhere(configuration(origins)), new Processor());
	}

	private static CorsConfigurationSource everywhere(CorsConfiguration configuration) {
		return (exchange) -> configuration;
	}

	private static CorsConfiguration configuration(List<String> origins) {
		CorsConfiguration configuration = new CorsConfiguration();
		configuration.setAllowedOriginPatterns(origins);
		configuration.setAllowedMethods(List.of("GET", "HEAD", "POST", "PATCH", "DELETE"));
		configuration.setAllowedHeaders(
				List.of(HttpHeaders.AUTHORIZATION, "X-API-Key", HttpHeaders.CONTENT_TYPE, PositionHeader.NAME,
						RequestId.HEADER, HttpHeaders.IF_NONE_MATCH, "Prefer", "traceparent", "tracestate"));
		configuration.setExposedHeaders(List.of(PositionHeader.NAME, RequestId.HEADER, HttpHeaders.LOCATION,
				HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER, "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
				"Preference-Applied", HttpHeaders.WWW_AUTHENTICATE));
		configuration.setMaxAge(REMEMBERED);
		return configuration;
	}

	/** Says no as every other error is said. */
	private static final class Processor extends DefaultCorsProcessor {

		@Override
		protected void rejectRequest(ServerHttpResponse response) {
			throw ApiException.forbidden("This origin, method or header is not allowed here from another origin");
		}

	}

}
