package dev.recap.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.recap.query.log.ChatLog;
import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The query API as it is shipped, on a free port. */
final class TestQueryApi implements AutoCloseable {

	/** Names the user who calls. */
	static final String USER_HEADER = "X-Test-User";

	private final ConfigurableApplicationContext context;

	private TestQueryApi(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts it.
	 * @param log in place of Kafka; null for Kafka itself
	 * @param commands who is told what is sent to MongoDB
	 */
	static TestQueryApi start(String mongodbUri, @Nullable ChatLog log, SentCommands commands, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.config.name=query-api", "--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--spring.mongodb.uri=" + mongodbUri));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new TestQueryApi(new SpringApplicationBuilder(QueryApplication.class)
			.properties("recap.rate.anonymous=1000000", "recap.rate.authenticated=1000000")
			.initializers((GenericApplicationContext context) -> register(context, log, commands))
			.run(arguments.toArray(String[]::new)));
	}

	private static void register(GenericApplicationContext context, @Nullable ChatLog log, SentCommands commands) {
		context.registerBean("testCaller", WebFilter.class, () -> TestQueryApi::callAsTold);
		if (log != null) {
			context.registerBean("testLog", ChatLog.class, () -> log);
		}
		context.registerBean("testCommands", MongoClientSettingsBuilderCustomizer.class,
				() -> (settings) -> settings.addCommandListener(commands));
	}

	/** In place of a token. */
	private static Mono<Void> callAsTold(ServerWebExchange exchange, WebFilterChain chain) {
		String user = exchange.getRequest().getHeaders().getFirst(USER_HEADER);
		if (user != null) {
			exchange.getAttributes().put(Caller.ATTRIBUTE, new Caller.User(user, Set.of()));
		}
		return chain.filter(exchange);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	WebTestClient client() {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port"))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(64 * 1024 * 1024))
			.responseTimeout(Duration.ofSeconds(30))
			.build();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
