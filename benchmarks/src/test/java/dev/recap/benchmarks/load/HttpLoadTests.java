package dev.recap.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HttpLoadTests {

	private final AtomicInteger asked = new AtomicInteger();

	private HttpServer server;

	private volatile int status = 201;

	@BeforeEach
	void serve() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/chats", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			this.asked.incrementAndGet();
			exchange.sendResponseHeaders(this.status, 2);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(new byte[] { '{', '}' });
			}
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void sendsAsManyAsTheRateSays() {
		LoadResult result = HttpLoad.open(port(), 4, 100, requests(), Duration.ofMillis(500));

		assertThat(result.answered()).isEqualTo(50);
		assertThat(result.failed()).isZero();
		assertThat(this.asked).hasValue(50);
		assertThat(result.latencies().count()).isEqualTo(50);
	}

	@Test
	void countsOnlyGoodAnswersAsAnswered() {
		this.status = 503;

		LoadResult result = HttpLoad.open(port(), 4, 100, requests(), Duration.ofMillis(200));

		assertThat(result.answered()).isZero();
		assertThat(result.failed()).isEqualTo(20);
	}

	@Test
	void keepsConnectionsBusyInAClosedLoop() {
		LoadResult result = HttpLoad.closed(port(), 4, requests(), Duration.ofMillis(300));

		assertThat(result.answered()).isPositive().isLessThanOrEqualTo(this.asked.get());
		assertThat(result.rate()).isCloseTo(result.answered() / 0.3, within(1e-6));
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

	private static Requests requests() {
		return Requests.posts("/chats", new Messages(1).singles("c-", 3));
	}

}
