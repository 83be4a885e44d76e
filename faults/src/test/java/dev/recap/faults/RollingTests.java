package dev.recap.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.recap.faults.Client.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every gateway and worker is restarted, one by one, as an upgrade does, under load. */
@Tag("long")
class RollingTests {

	private static final int CONVERSATIONS = 20;

	private static final int TRIES = 60;

	private final Client client = new Client();

	private final List<Thread> clients = new ArrayList<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger moved = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private volatile boolean running = true;

	@Test
	void nobodyNoticesAnUpgrade(@TempDir Path folder) throws Exception {
		try (StubModel model = new StubModel();
				Cluster cluster = new Cluster(folder.resolve("data"), folder.resolve("output"), model.url())) {
			cluster.startServers();
			cluster.startGateways();
			cluster.startRest();
			for (int i = 0; i < 4; i++) {
				int number = i;
				this.clients.add(Thread.ofVirtual().start(() -> talk(cluster, number)));
			}
			for (Member gateway : cluster.gateways()) {
				CompletableFuture<Integer> closed = socket(gateway);
				restart(gateway);
				assertThat(closed.get(10, TimeUnit.SECONDS)).as("close code of a socket").isEqualTo(1001);
			}
			for (Member worker : cluster.workers()) {
				restart(worker);
			}
			this.running = false;
			for (Thread each : this.clients) {
				each.join();
			}
			System.out.printf("%d accepted, %d tries went to another gateway, %d failed%n", this.accepted.get(),
					this.moved.get(), this.failed.get());
			assertThat(this.failed).hasValue(0);
			await().atMost(Duration.ofMinutes(3))
				.untilAsserted(() -> assertThat(stored(cluster)).isEqualTo(this.accepted.get()));
		}
	}

	private static void restart(Member member) {
		Instant begin = Instant.now();
		member.terminate();
		Duration ended = Duration.between(begin, Instant.now());
		member.start();
		member.awaitReady();
		System.out.printf("%s ended in %d ms and was ready again %d ms after its signal%n", member.name(),
				ended.toMillis(), Duration.between(begin, Instant.now()).toMillis());
	}

	private void talk(Cluster cluster, int number) {
		try {
			for (int i = 0; this.running; i++) {
				say(cluster, number, i);
				TimeUnit.MILLISECONDS.sleep(20);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * The same message with the same id, at the other gateway when one does not take it.
	 */
	private void say(Cluster cluster, int number, int count) throws InterruptedException {
		Map<String, Object> body = Map.of("conversation_id", "c" + count % CONVERSATIONS, "user_id", "u" + number,
				"message_id", "m" + number + "-" + count, "message", "message " + count);
		for (int i = 0; i < TRIES; i++) {
			Answer answer = this.client.post(cluster.gateways().get((count + i) % 2), "/chats", body);
			if (answer.status() == 201) {
				this.accepted.incrementAndGet();
				return;
			}
			this.moved.incrementAndGet();
			TimeUnit.MILLISECONDS.sleep(50);
		}
		this.failed.incrementAndGet();
	}

	private int stored(Cluster cluster) throws InterruptedException {
		int sum = 0;
		for (int i = 0; i < CONVERSATIONS; i++) {
			sum += this.client.get(cluster.query(), "/chats/c" + i + "?limit=1").body().path("total_messages").asInt(0);
		}
		return sum;
	}

	/** Completes with the code that a gateway closes a socket with. */
	private static CompletableFuture<Integer> socket(Member gateway) {
		CompletableFuture<Integer> closed = new CompletableFuture<>();
		HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/ws?username=ann&room=lobby"),
					new WebSocket.Listener() {

						@Override
						public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
							closed.complete(code);
							return CompletableFuture.completedFuture(null);
						}

						@Override
						public void onError(WebSocket socket, Throwable failure) {
							closed.completeExceptionally(failure);
						}

					})
			.join();
		return closed;
	}

}
