package dev.recap.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.recap.testing.RedisServer;
import dev.recap.testing.TestBroker;
import org.assertj.core.data.Offset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** One client that asks two gateways in two processes for more than it may have. */
@EnabledIf(value = "dev.recap.testing.RedisServer#isInstalled", disabledReason = "There is no redis-server here")
class SharedLimitTests {

	private static final int A_MINUTE = 300;

	private static final int THREADS = 8;

	private static final int REQUESTS = 100;

	@TempDir
	Path folder;

	@Test
	@Timeout(300)
	void twoGatewaysTakeWhatOneMayWithinTwoPercent() throws Exception {
		try (RedisServer redis = RedisServer.start(this.folder);
				TestBroker kafka = TestBroker.start(this.folder.resolve("kafka"));
				TestGateway one = TestGateway.start(kafka.bootstrapServers(), limited(redis)).connected();
				GatewayProcess two = GatewayProcess.start(kafka.bootstrapServers(), this.folder.resolve("two.log"),
						limited(redis));
				HttpClient http = HttpClient.newHttpClient();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<String> addresses = List.of(one.address(), two.address());
			for (String address : addresses) {
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.until(() -> post(http, address, "192.0.2.1").statusCode() == 201);
			}

			AtomicInteger[] accepted = { new AtomicInteger(), new AtomicInteger() };
			long begin = System.nanoTime();
			List<Future<Void>> clients = threads
				.invokeAll(IntStream.range(0, THREADS).mapToObj((i) -> (Callable<Void>) () -> {
					for (int request = 0; request < REQUESTS; request++) {
						ask(http, addresses.get(i % 2), accepted[i % 2]);
					}
					return null;
				}).toList());
			for (Future<Void> client : clients) {
				client.get();
			}
			double grownBack = A_MINUTE * (System.nanoTime() - begin) / (double) Duration.ofMinutes(1).toNanos();

			int both = accepted[0].get() + accepted[1].get();
			System.out.printf("%d + %d of %d requests taken, %d a minute and %.1f that grew back%n", accepted[0].get(),
					accepted[1].get(), THREADS * REQUESTS, A_MINUTE, grownBack);
			assertThat(accepted).allSatisfy((taken) -> assertThat(taken).hasPositiveValue());
			assertThat((double) both).isCloseTo(A_MINUTE + grownBack, Offset.offset(A_MINUTE * 0.02));
		}
	}

	/** A slow machine must not make the instances decide by themselves. */
	private static String[] limited(RedisServer redis) {
		return new String[] { "recap.redis.url=" + redis.url(), "recap.redis.timeout=10s",
				"recap.rate.anonymous=" + A_MINUTE, "recap.rate.trusted-proxies=127.0.0.1/32" };
	}

	private static void ask(HttpClient http, String address, AtomicInteger accepted)
			throws IOException, InterruptedException {
		HttpResponse<String> answer = post(http, address, "192.0.2.2");
		assertThat(answer.statusCode()).isIn(201, 429);
		if (answer.statusCode() == 201) {
			accepted.incrementAndGet();
		}
	}

	private static HttpResponse<String> post(HttpClient http, String address, String client)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/chats"))
			.header("Content-Type", "application/json")
			.header("X-Forwarded-For", client)
			.POST(BodyPublishers.ofString("{\"conversation_id\":\"limited\",\"user_id\":\"ann\",\"message\":\"a\"}"))
			.build();
		return http.send(request, BodyHandlers.ofString());
	}

}
