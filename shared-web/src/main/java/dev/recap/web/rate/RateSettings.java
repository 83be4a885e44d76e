package dev.recap.web.rate;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much each caller may ask for. A minute's amount may come at once and grows back
 * evenly.
 *
 * @param authenticated requests a minute of a user or an API key
 * @param anonymous requests a minute of a client address without either
 * @param failures credentials a minute that turn out not to be good, of a client address;
 * good ones are taken from it all the same
 * @param model requests a minute that may call a model, which are counted apart; never
 * more than the caller has of others
 * @param socket frames a second of one WebSocket
 * @param socketBurst frames that one WebSocket may send at once; as many as in a second
 * when not given
 * @param sockets WebSockets that one client address may have open at once
 * @param buckets callers that are remembered at once; beyond them who has been quiet for
 * longest is forgotten
 * @param trustedProxies networks (such as 172.31.200.0/24) whose X-Forwarded-For and
 * X-Forwarded-Proto are believed
 */
@ConfigurationProperties("recap.rate")
public record RateSettings(@DefaultValue("100") int authenticated, @DefaultValue("10") int anonymous,
		@DefaultValue("60") int failures, @DefaultValue("20") int model, @DefaultValue("20") int socket,
		@Nullable Integer socketBurst, @DefaultValue("100") int sockets, @DefaultValue("100000") int buckets,
		@DefaultValue List<String> trustedProxies) {

	public RateSettings {
		positive("authenticated", authenticated);
		positive("anonymous", anonymous);
		positive("failures", failures);
		positive("model", model);
		positive("socket", socket);
		positive("socket-burst", Objects.requireNonNullElse(socketBurst, 1));
		positive("sockets", sockets);
		positive("buckets", buckets);
		trustedProxies = List.copyOf(trustedProxies);
	}

	/** Requests a minute. */
	int perMinute(RateKey key) {
		int all = switch (key.kind()) {
			case USER, KEY -> this.authenticated;
			case ADDRESS -> this.anonymous;
			case FAILURES -> this.failures;
		};
		return key.model() ? Math.min(this.model, all) : all;
	}

	int socketBurstOrSecond() {
		return Objects.requireNonNullElse(this.socketBurst, this.socket);
	}

	private static void positive(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException("recap.rate." + name + " must be at least 1");
		}
	}

}
