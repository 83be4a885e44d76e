package dev.recap.worker.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.recap.worker.background.StoppedException;
import org.jspecify.annotations.Nullable;

/**
 * The client's way to the server; unlike langchain4j's own it keeps {@code Retry-After}.
 */
public final class ModelHttp implements HttpClient {

	private final java.net.http.HttpClient client;

	private final Duration timeout;

	private final Clock clock;

	private ModelHttp(Duration timeout, Clock clock) {
		this.client = java.net.http.HttpClient.newBuilder()
			// Many of the servers that speak this API answer an upgrade to HTTP/2 badly.
			.version(java.net.http.HttpClient.Version.HTTP_1_1)
			.connectTimeout(timeout)
			.build();
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * Makes clients.
	 * @param timeout how long a server may take to be there, and then to begin its answer
	 */
	public static HttpClientBuilder builder(Duration timeout, Clock clock) {
		return new Builder(timeout, clock);
	}

	@Override
	public SuccessfulHttpResponse execute(HttpRequest request) {
		try {
			HttpResponse<byte[]> response = this.client.send(toJdk(request), BodyHandlers.ofByteArray());
			if (!isSuccess(response)) {
				throw failure(response, response.body());
			}
			return accepted(response).body(response.body()).build();
		}
		catch (HttpTimeoutException ex) {
			throw new TimeoutException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException(ex);
		}
	}

	/**
	 * Reads each answer in a thread of its own: the JDK's client would hand it to the
	 * common pool, where whatever blocks keeps answers waiting.
	 */
	@Override
	public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
		java.net.http.HttpRequest jdk = toJdk(request);
		Thread.ofVirtual().name("model-stream").start(() -> stream(jdk, parser, listener));
	}

	private void stream(java.net.http.HttpRequest request, ServerSentEventParser parser,
			ServerSentEventListener listener) {
		try {
			HttpResponse<InputStream> response = this.client.send(request, BodyHandlers.ofInputStream());
			try (InputStream body = response.body()) {
				if (!isSuccess(response)) {
					throw failure(response, body.readAllBytes());
				}
				listener.onOpen(accepted(response).build());
				parser.parse(body, listener);
			}
			listener.onClose();
		}
		catch (HttpTimeoutException ex) {
			listener.onError(new TimeoutException(ex));
		}
		catch (IOException | RuntimeException ex) {
			listener.onError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			listener.onError(ex);
		}
	}

	private static boolean isSuccess(HttpResponse<?> response) {
		return response.statusCode() >= 200 && response.statusCode() < 300;
	}

	private HttpFailure failure(HttpResponse<?> response, byte[] body) {
		return new HttpFailure(response.statusCode(), new String(body, StandardCharsets.UTF_8),
				retryAfter(response.headers().firstValue("Retry-After").orElse(null), this.clock.instant()));
	}

	private static SuccessfulHttpResponse.Builder accepted(HttpResponse<?> response) {
		return SuccessfulHttpResponse.builder().statusCode(response.statusCode()).headers(response.headers().map());
	}

	private java.net.http.HttpRequest toJdk(HttpRequest request) {
		java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
			.timeout(this.timeout)
			.method(request.method().name(),
					java.net.http.HttpRequest.BodyPublishers.ofString((request.body() != null) ? request.body() : ""));
		request.headers().forEach((name, values) -> values.forEach((value) -> builder.header(name, value)));
		return builder.build();
	}

	/** How long to wait; the header holds seconds or a date. */
	static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
		if (header == null) {
			return null;
		}
		try {
			double seconds = Double.parseDouble(header.strip());
			return (seconds >= 0 && seconds < Integer.MAX_VALUE) ? Duration.ofMillis((long) (seconds * 1000)) : null;
		}
		catch (NumberFormatException ex) {
			return untilDate(header.strip(), now);
		}
	}

	private static @Nullable Duration untilDate(String date, Instant now) {
		try {
			Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
			return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** Makes it the way langchain4j wants it. */
	private static final class Builder implements HttpClientBuilder {

		private final Clock clock;

		private Duration timeout;

		Builder(Duration timeout, Clock clock) {
			this.timeout = timeout;
			this.clock = clock;
		}

		@Override
		public Duration connectTimeout() {
			return this.timeout;
		}

		@Override
		public HttpClientBuilder connectTimeout(Duration timeout) {
			return this;
		}

		@Override
		public Duration readTimeout() {
			return this.timeout;
		}

		@Override
		public HttpClientBuilder readTimeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		@Override
		public HttpClient build() {
			return new ModelHttp(this.timeout, this.clock);
		}

	}

}
