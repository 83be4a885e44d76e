package dev.recap.gateway.docs;

import java.io.IOException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /openapi.json} and, to read it, {@code GET /docs}. */
@Configuration(proxyBeanMethods = false)
public class DocsConfiguration {

	private static final String SWAGGER_UI = "classpath*:META-INF/resources/webjars/swagger-ui/*/swagger-ui.css";

	@Bean
	RouterFunction<ServerResponse> docsRoutes() throws IOException {
		Resource document = new ClassPathResource("openapi.json");
		Resource page = new ClassPathResource("docs.html");
		return RouterFunctions.route()
			.GET("/openapi.json", (request) -> answer(document, MediaType.APPLICATION_JSON))
			.GET("/docs", (request) -> answer(page, MediaType.TEXT_HTML))
			.add(RouterFunctions.resources("/docs/**", swaggerUi()))
			.build();
	}

	private static Mono<ServerResponse> answer(Resource resource, MediaType type) {
		return ServerResponse.ok().contentType(type).bodyValue(resource);
	}

	/** The folder in its WebJar, whose name has the version in it. */
	private static Resource swaggerUi() throws IOException {
		Resource[] found = new PathMatchingResourcePatternResolver().getResources(SWAGGER_UI);
		return found[0].createRelative("./");
	}

}
