package dev.recap.standalone.replay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpServer;
import dev.recap.standalone.replay.RecapClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecapClientTests {

	private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

	private final Queue<String> keys = new ConcurrentLinkedQueue<>();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-API-Key")));
			byte[] body = "{\"detail\":{\"error\":\"said so\"}}".getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Retry-After", "0");
			exchange.sendResponseHeaders(this.answers.remove(), body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void asksAgainWhenItIsTooMuchOrTooOften() throws Exception {
		this.answers.addAll(List.of(429, 503, 200));
		assertThat(client(null, Duration.ofMinutes(1)).summaries("c").ok()).isTrue();
		assertThat(this.answers).isEmpty();
	}

	@Test
	void givesUpInTheEnd() throws Exception {
		this.answers.add(429);
		Answer answer = client(null, Duration.ZERO).summaries("c");
		assertThat(answer.ok()).isFalse();
		assertThat(answer.error()).isEqualTo("429: said so");
	}

	@Test
	void doesNotAskAgainWhatIsWrong() throws Exception {
		this.answers.add(400);
		assertThat(client(null, Duration.ofMinutes(1)).summaries("c").status()).isEqualTo(400);
	}

	@Test
	void showsItsKey() throws Exception {
		this.answers.add(200);
		client("rk_1", Duration.ZERO).summaries("c");
		assertThat(this.keys).containsExactly("rk_1");
	}

	private RecapClient client(String apiKey, Duration patience) {
		return new RecapClient(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()), apiKey, patience);
	}

}
