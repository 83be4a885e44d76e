package dev.recap.web.access;

import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.WebConfiguration;
import dev.recap.web.rate.RateConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** A service that answers who calls, as it was started by its settings. */
final class TestService implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TestService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TestService start(String bootstrapServers, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
						"--logging.level.root=warn", "--spring.kafka.bootstrap-servers=" + bootstrapServers));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new TestService(new SpringApplicationBuilder(Application.class)
			.properties("recap.rate.anonymous=100000", "recap.rate.authenticated=100000", "recap.rate.failures=100000")
			.initializers((context) -> ownThreads((GenericApplicationContext) context))
			.run(arguments.toArray(String[]::new)));
	}

	/** One that ends must not end the others' threads. */
	private static void ownThreads(GenericApplicationContext context) {
		context.registerBean(ReactorResourceFactory.class, () -> {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		});
	}

	WebTestClient client() {
		int port = ((WebServerApplicationContext) this.context).getWebServer().getPort();
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/** What a key gets. */
	int status(String path, String key) {
		return client().get()
			.uri(path)
			.header(Credential.KEY_HEADER, key)
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

	int post(String path, String key) {
		return client().post()
			.uri(path)
			.header(Credential.KEY_HEADER, key)
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WebConfiguration.class, AccessConfiguration.class, RateConfiguration.class })
	static class Application {

		@Bean
		Clock clock() {
			return Clock.systemUTC();
		}

		@Bean
		TopicSettings topicSettings() {
			return TopicSettings.defaults();
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/", Application::who)
				.GET("/health", Application::who)
				.GET("/config", Application::who)
				.GET("/docs", Application::who)
				.GET("/search", Application::who)
				.POST("/chats", Application::who)
				.DELETE("/chats/{conversation_id}", Application::who)
				.build();
		}

		private static Mono<ServerResponse> who(ServerRequest request) {
			Caller caller = Caller.of(request.exchange());
			return request.principal()
				.map(Principal::getName)
				.defaultIfEmpty("")
				.flatMap((principal) -> ServerResponse.ok()
					.bodyValue(Map.of("kind", caller.getClass().getSimpleName(), "name", caller.getName(), "principal",
							principal)));
		}

	}

}
