package dev.recap.worker.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Posts events, each over a connection of its own; follows no redirect. */
final class Sender {

	private final HttpClient client;

	private final Duration timeout;

	private final Clock clock;

	Sender(WebhookSettings settings, Clock clock) {
		HttpClient client = HttpClient.create(ConnectionProvider.newConnection())
			.followRedirect(false)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.timeout().toMillis()));
		this.client = settings.allowPrivate() ? client
				: client.doOnChannelInit((observer, channel, remote) -> channel.pipeline().addFirst(new PublicOnly()));
		this.timeout = settings.timeout();
		this.clock = clock;
	}

	/** Why an event could not be posted; empty when it was. */
	Optional<String> post(Endpoint endpoint, Event event, byte[] body) {
		try {
			Integer status = this.client
				.headers((headers) -> headers.set("Content-Type", "application/json")
					.set("User-Agent", "Recap")
					.set("Recap-Event-Id", event.id())
					.set("Recap-Event-Type", event.type())
					.set(Signature.HEADER, Signature.of(endpoint.secret(), this.clock.instant(), body)))
				.post()
				.uri(endpoint.url())
				.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
				.responseSingle((response, content) -> Mono.just(response.status().code()))
				.block(this.timeout);
			return (status != null && status >= 200 && status < 300) ? Optional.empty()
					: Optional.of("it answers " + status);
		}
		catch (RuntimeException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			return Optional.of(String.valueOf(cause.getMessage()));
		}
	}

}
