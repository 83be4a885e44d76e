package dev.recap.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RequestPredicates.contentType;

class ErrorHandlerTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

	private final RouterFunction<ServerResponse> routes = RouterFunctions.route()
		.POST("/echo", contentType(MediaType.APPLICATION_JSON),
				(request) -> request.bodyToMono(Map.class).flatMap((body) -> ServerResponse.ok().build()))
		.GET("/fields/{id}", (request) -> ServerResponse.ok().bodyValue(Ids.path(request, "id")))
		.GET("/busy", (request) -> Mono.error(ApiException.unavailable("Kafka is away", Duration.ofSeconds(5))))
		.GET("/bug", ErrorHandlerTests::bug)
		.GET("/things/{id}", ErrorHandlerTests::bug)
		.DELETE("/things/{id}", ErrorHandlerTests::bug)
		.build();

	private final WebTestClient client = WebTestClient.bindToRouterFunction(this.routes)
		.handlerStrategies(HandlerStrategies.empty().codecs((codecs) -> {
			codecs.registerDefaults(true);
			codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(Json.mapper()));
		}).exceptionHandler(new ErrorHandler(CLOCK, new AllowedMethods(() -> List.of(this.routes)))).build())
		.build();

	private static Mono<ServerResponse> bug(ServerRequest request) {
		throw new IllegalStateException("secret of class " + request.getClass());
	}

	@Test
	void saysWhereJsonBreaks() {
		this.client.post()
			.uri("/echo")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"a\": }")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("invalid_request")
			.jsonPath("$.detail.error")
			.value(String.class, (error) -> assertThat(error).contains("line 1"))
			.jsonPath("$.detail.timestamp")
			.isEqualTo("2026-01-02T03:04:05.678Z");
	}

	@Test
	void namesTheFieldThatIsWrong() {
		this.client.get()
			.uri("/fields/{id}", "a\u0001b")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail.fields[0].field")
			.isEqualTo("id");
	}

	@Test
	void saysWhenToTryAgain() {
		this.client.get()
			.uri("/busy")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.valueEquals("Retry-After", "5")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("unavailable");
	}

	@Test
	void showsNothingOfABug() {
		this.client.get()
			.uri("/bug")
			.exchange()
			.expectStatus()
			.isEqualTo(500)
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("internal")
			.jsonPath("$.detail.error")
			.value(String.class, (error) -> assertThat(error).doesNotContain("secret", "class"));
	}

	@Test
	void nothingThereIs404() {
		this.client.get()
			.uri("/nowhere")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("not_found");
	}

	@Test
	void aWrongMethodIs405AndSaysWhichAreRight() {
		this.client.post()
			.uri("/things/a")
			.exchange()
			.expectStatus()
			.isEqualTo(405)
			.expectHeader()
			.value("Allow", (allow) -> assertThat(allow.split(",\\s*")).containsExactlyInAnyOrder("GET", "DELETE"))
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("method_not_allowed");
	}

}
