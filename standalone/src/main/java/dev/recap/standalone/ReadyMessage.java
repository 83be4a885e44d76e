package dev.recap.standalone;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Says on the console when everything works, where it is, and what to try. */
final class ReadyMessage implements ApplicationListener<ApplicationReadyEvent> {

	private final StandaloneSettings settings;

	private final HealthEndpoint health;

	private final CountDownLatch said = new CountDownLatch(1);

	ReadyMessage(StandaloneSettings settings, HealthEndpoint health) {
		this.settings = settings;
		this.health = health;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		Thread.ofVirtual().name("ready").start(() -> announce(context, event.getTimeTaken().toMillis()));
	}

	/**
	 * Waits until it is said.
	 * @throws IllegalStateException when that takes longer
	 */
	void await(Duration atMost) throws InterruptedException {
		if (!this.said.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new IllegalStateException(
					"Recap runs, but is not ready after " + atMost.toSeconds() + " s: " + missing());
		}
	}

	private void announce(ConfigurableApplicationContext context, long started) {
		long begun = System.nanoTime();
		try {
			while (context.isActive() && !ready()) {
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return;
		}
		if (context.isActive()) {
			double seconds = (started + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)) / 1000.0;
			System.out.println(text(context, seconds));
			this.said.countDown();
		}
	}

	/** As a load balancer asks: who tries at once what is shown must not be put off. */
	private boolean ready() {
		return Status.UP.equals(this.health.healthForPath("readiness").getStatus());
	}

	/** What is not ready. */
	private String missing() {
		HealthDescriptor all = this.health.healthForPath("readiness");
		return (all instanceof CompositeHealthDescriptor composite) ? composite.getComponents()
			.entrySet()
			.stream()
			.filter((part) -> !Status.UP.equals(part.getValue().getStatus()))
			.map(Map.Entry::getKey)
			.collect(Collectors.joining(", ")) : all.getStatus().toString();
	}

	private String text(ConfigurableApplicationContext context, double seconds) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		String url = "http://localhost:" + port;
		return """

				Recap is ready after %.1f s: %s (Kafka at %s, data in %s). Try:

				  curl -s %s/chats -H 'Content-Type: application/json' \\
				    -d '{"conversation_id":"demo","user_id":"ann","message":"We decided to ship on Friday. I will write the release notes."}'

				  curl -s %s/chats/demo/summaries

				The second answers with a summary some seconds after the first. Ctrl-C stops Recap; the data stays.
				"""
			.formatted(seconds, url, context.getEnvironment().getProperty("spring.kafka.bootstrap-servers"),
					this.settings.folder(), url, url);
	}

}
