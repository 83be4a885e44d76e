package dev.recap.standalone;

import java.time.Duration;
import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The running whole: first the services end, then the servers they need. */
public final class Standalone implements AutoCloseable {

	private static final Duration READY = Duration.ofMinutes(2);

	private final ConfigurableApplicationContext context;

	private final EmbeddedServers servers;

	private Standalone(ConfigurableApplicationContext context, EmbeddedServers servers) {
		this.context = context;
		this.servers = servers;
	}

	/**
	 * Starts everything and returns when it is ready.
	 * @param arguments settings as {@code --name=value}
	 * @throws RuntimeException when it cannot start or is not ready in time; nothing is
	 * left running
	 */
	public static Standalone start(String... arguments) {
		Standalone started = run(arguments);
		try {
			started.context.getBean(ReadyMessage.class).await(READY);
			return started;
		}
		catch (RuntimeException ex) {
			started.close();
			throw ex;
		}
		catch (InterruptedException ex) {
			started.close();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Recap was to end before it was ready", ex);
		}
	}

	/**
	 * Starts everything; the console says when it is ready.
	 * @throws RuntimeException when it cannot start; nothing is left running
	 */
	static Standalone run(String... arguments) {
		EmbeddedServers servers = new EmbeddedServers();
		SpringApplication application = new SpringApplication(StandaloneConfiguration.class);
		application.setDefaultProperties(Map.of("spring.config.name", "standalone"));
		application.setBannerMode(Banner.Mode.OFF);
		application.addInitializers(servers);
		try {
			return new Standalone(application.run(arguments), servers);
		}
		catch (RuntimeException ex) {
			servers.close();
			throw ex;
		}
	}

	/** The port it answers HTTP on. */
	public int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	/** Where its Kafka broker listens. */
	public String bootstrapServers() {
		return this.context.getEnvironment().getRequiredProperty("spring.kafka.bootstrap-servers");
	}

	/** Where its MongoDB-protocol server listens. */
	public String mongodbUri() {
		return this.context.getEnvironment().getRequiredProperty("spring.mongodb.uri");
	}

	@Override
	public void close() {
		this.context.close();
		this.servers.close();
	}

	/** Closes the servers when a signal has closed the services. */
	void closeOnExit() {
		SpringApplication.getShutdownHandlers().add(this.servers::close);
	}

}
