package dev.recap.gateway.web;

import java.time.Duration;
import java.util.List;

import dev.recap.gateway.web.WebApp.WebFile;
import dev.recap.web.ApiException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Serves the page to browsers, and its files to the page. */
final class WebAppHandler {

	/**
	 * Nothing but the files of this origin, no inline script, no text that is parsed as
	 * HTML.
	 */
	private static final String POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self'", "img-src 'self' data:", "connect-src 'self'", "manifest-src 'self'", "base-uri 'none'",
			"form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
			"trusted-types 'none'");

	private static final CacheControl FOREVER = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

	private final WebApp app;

	WebAppHandler(WebApp app) {
		this.app = app;
	}

	/** Whether HTML is asked for by name: a client that takes anything gets JSON. */
	static boolean wantsPage(ServerRequest request) {
		List<String> accepted = request.headers().header(HttpHeaders.ACCEPT);
		try {
			return MediaType.parseMediaTypes(accepted)
				.stream()
				.anyMatch((type) -> type.equalsTypeAndSubtype(MediaType.TEXT_HTML));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	Mono<ServerResponse> page(ServerRequest request) {
		String tag = '"' + this.app.version() + '"';
		// Before the check, as a browser takes the headers of a 304 for the page it kept.
		HttpHeaders headers = request.exchange().getResponse().getHeaders();
		headers.set("Content-Security-Policy", POLICY);
		headers.set("Cross-Origin-Opener-Policy", "same-origin");
		headers.setCacheControl(CacheControl.noCache());
		return request.checkNotModified(tag)
			.switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
				.eTag(tag)
				.varyBy(HttpHeaders.ACCEPT)
				.contentType(this.app.page().type())
				.bodyValue(this.app.page().content())));
	}

	Mono<ServerResponse> file(ServerRequest request) {
		WebFile file = this.app.file(request.pathVariable("path").substring(1));
		if (file == null) {
			return Mono.error(ApiException.notFound("There is nothing at " + request.path()));
		}
		// A page of another version may be open still, and must not keep what it gets.
		boolean same = request.pathVariable("version").equals(this.app.version());
		return ServerResponse.ok()
			.cacheControl(same ? FOREVER : CacheControl.noStore())
			.contentType(file.type())
			.bodyValue(file.content());
	}

}
