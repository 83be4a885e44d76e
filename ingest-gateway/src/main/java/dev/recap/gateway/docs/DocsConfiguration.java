package dev.recap.gateway.docs;

import java.io.IOException;
import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /openapi.json} and, to read it, {@code GET /docs}. */
@Configuration(proxyBeanMethods = false)
public class DocsConfiguration {

	private static final String SWAGGER_UI = "classpath*:META-INF/resources/webjars/swagger-ui/*/swagger-ui.css";

	/** The page's styles are partly its script's. */
	private static final String POLICY = String.join("; ", "default-src 'none'", "script-src 'self'",
			"style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "connect-src 'self'", "base-uri 'none'",
			"form-action 'none'", "frame-ancestors 'none'");

	private static final CacheControl AN_HOUR = CacheControl.maxAge(Duration.ofHours(1));

	@Bean
	RouterFunction<ServerResponse> docsRoutes() throws IOException {
		Resource document = new ClassPathResource("openapi.json");
		Resource page = new ClassPathResource("docs.html");
		Resource script = new ClassPathResource("docs.js");
		return RouterFunctions.route()
			.GET("/openapi.json", (request) -> answer(document, MediaType.APPLICATION_JSON))
			.GET("/docs", (request) -> answer(page, MediaType.TEXT_HTML))
			.GET("/docs/start.js", (request) -> answer(script, MediaType.valueOf("text/javascript")))
			.add(RouterFunctions.resources("/docs/**", swaggerUi(),
					(file, headers) -> headers.setCacheControl(AN_HOUR)))
			.build();
	}

	private static Mono<ServerResponse> answer(Resource resource, MediaType type) {
		return ServerResponse.ok().contentType(type).header("Content-Security-Policy", POLICY).bodyValue(resource);
	}

	/** The folder in its WebJar, whose name has the version in it. */
	private static Resource swaggerUi() throws IOException {
		Resource[] found = new PathMatchingResourcePatternResolver().getResources(SWAGGER_UI);
		return found[0].createRelative("./");
	}

}
