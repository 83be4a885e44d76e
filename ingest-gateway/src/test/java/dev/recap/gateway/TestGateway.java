package dev.recap.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.recap.gateway.publish.KafkaConnection;
import dev.recap.web.tail.TopicTail;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The gateway as it is shipped, on a free port. */
public final class TestGateway implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TestGateway(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** Starts it, whether Kafka is there or not. */
	public static TestGateway start(String bootstrapServers, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--spring.config.name=ingest-gateway", "--server.port=0", "--server.address=127.0.0.1",
						"--spring.main.banner-mode=off", "--spring.kafka.bootstrap-servers=" + bootstrapServers));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new TestGateway(new SpringApplicationBuilder(GatewayApplication.class)
			// What this address may do is the matter of few tests.
			.properties("recap.rate.anonymous=1000000", "recap.rate.authenticated=1000000", "recap.rate.model=1000000",
					"recap.rate.socket=1000000", "recap.rate.sockets=10000")
			.initializers((context) -> prepare((GenericApplicationContext) context))
			.run(arguments.toArray(String[]::new)));
	}

	/** Threads of its own, as one that ends must not end the others'; and its callers. */
	private static void prepare(GenericApplicationContext context) {
		context.registerBean(TestCallers.class, TestCallers::new);
		context.registerBean(ReactorResourceFactory.class, () -> {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		});
	}

	/** Waits until it has found Kafka and follows its topics. */
	public TestGateway connected() {
		KafkaConnection kafka = this.context.getBean(KafkaConnection.class);
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(kafka::up);
		this.context.getBeansOfType(TopicTail.class).values().forEach((tail) -> tail.ready().join());
		return this;
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public <T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	public String address() {
		return "127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	public WebTestClient client() {
		return WebTestClient.bindToServer()
			.baseUrl("http://" + address())
			.responseTimeout(Duration.ofSeconds(20))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(8 * 1024 * 1024))
			.build();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
