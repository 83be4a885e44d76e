package dev.recap.web.access;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.recap.schema.Json;
import dev.recap.web.ApiException;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;

/**
 * The keys of an issuer, fetched when the first token comes and kept for some minutes. A
 * token that names another key has them fetched again, but never more often than every
 * few seconds: anybody can make up the names of keys.
 */
final class KeySet {

	private static final Logger log = LoggerFactory.getLogger(KeySet.class);

	private static final Duration KEPT = Duration.ofMinutes(5);

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final Mono<List<JWK>> source;

	private final Clock clock;

	private final AtomicReference<@Nullable Mono<Fetched>> underWay = new AtomicReference<>();

	private volatile Fetched last;

	private volatile Instant failedAt = Instant.MIN;

	private KeySet(Mono<List<JWK>> source, Clock clock) {
		this.source = source;
		this.clock = clock;
		this.last = new Fetched(List.of(), Instant.MIN);
	}

	private record Fetched(List<JWK> keys, Instant at) {

		boolean has(SignedJWT token) {
			JWKMatcher wanted = JWKMatcher.forJWSHeader(token.getHeader());
			return wanted != null && this.keys.stream().anyMatch(wanted::matches);
		}

		boolean isOlderThan(Duration age, Instant now) {
			return this.at.equals(Instant.MIN) || this.at.plus(age).isBefore(now);
		}

	}

	/** An empty one, for where a key is known without. */
	static KeySet none(Clock clock) {
		return new KeySet(Mono.just(List.of()), clock);
	}

	/** At an address. */
	static KeySet at(String address, Clock clock) {
		WebClient client = client();
		return new KeySet(Mono.defer(() -> keys(client, address)), clock);
	}

	/** Where the issuer's discovery document (OpenID Connect, or RFC 8414) says. */
	static KeySet ofIssuer(String issuer, Clock clock) {
		WebClient client = client();
		return new KeySet(Mono.defer(() -> address(client, issuer)).flatMap((address) -> keys(client, address)), clock);
	}

	private static WebClient client() {
		HttpClient http = HttpClient.create()
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) TIMEOUT.toMillis())
			.responseTimeout(TIMEOUT);
		return WebClient.builder().clientConnector(new ReactorClientHttpConnector(http)).build();
	}

	private static Mono<String> address(WebClient client, String issuer) {
		return get(client, openid(issuer))
			.onErrorResume(WebClientResponseException.NotFound.class, (ex) -> get(client, oauth(issuer)))
			.map((text) -> {
				JsonNode document = Json.mapper().readTree(text);
				if (!document.path("issuer").asString("").equals(issuer)) {
					throw new IllegalStateException("its discovery document is that of another issuer");
				}
				return document.path("jwks_uri").asString("");
			});
	}

	private static URI openid(String issuer) {
		String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
		return URI.create(base + "/.well-known/openid-configuration");
	}

	private static URI oauth(String issuer) {
		URI given = URI.create(issuer);
		return given.resolve("/.well-known/oauth-authorization-server" + given.getRawPath());
	}

	private static Mono<List<JWK>> keys(WebClient client, String address) {
		return get(client, URI.create(address)).map((text) -> {
			try {
				return JWKSet.parse(text).getKeys();
			}
			catch (java.text.ParseException ex) {
				throw new IllegalStateException("its key set cannot be read", ex);
			}
		});
	}

	private static Mono<String> get(WebClient client, URI address) {
		return client.get()
			.uri(address)
			.retrieve()
			.onStatus(HttpStatusCode::is3xxRedirection, (response) -> response.createException().flatMap(Mono::error))
			.bodyToMono(String.class)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("it answers nothing")));
	}

	/**
	 * Keys among which that of a token is, if there is one.
	 * @return fails with 503 when the issuer is away
	 */
	Flux<JWK> of(SignedJWT token) {
		return current(token).flatMapIterable(Fetched::keys);
	}

	private Mono<Fetched> current(SignedJWT token) {
		Fetched known = this.last;
		Instant now = this.clock.instant();
		if (!known.isOlderThan(known.has(token) ? KEPT : PAUSE, now)) {
			return Mono.just(known);
		}
		if (this.failedAt.isAfter(now.minus(PAUSE_AFTER_FAILURE))) {
			return otherwise(known, token);
		}
		return fetch().onErrorResume((ex) -> otherwise(known, token));
	}

	/** While the issuer is away, the keys it had are good still. */
	private static Mono<Fetched> otherwise(Fetched known, SignedJWT token) {
		return known.has(token) ? Mono.just(known) : Mono.error(ApiException
			.unavailable("Whether the token is good cannot be told: its issuer is away", Duration.ofSeconds(2)));
	}

	/** One at a time, however many wait for it. */
	private Mono<Fetched> fetch() {
		Mono<Fetched> fetch = this.source.timeout(TIMEOUT)
			.map((keys) -> new Fetched(keys, this.clock.instant()))
			.doOnNext((fetched) -> this.last = fetched)
			.doOnError(this::failed)
			.doFinally((signal) -> this.underWay.set(null))
			.cache();
		Mono<Fetched> other = this.underWay.compareAndExchange(null, fetch);
		return (other != null) ? other : fetch;
	}

	private void failed(Throwable failure) {
		this.failedAt = this.clock.instant();
		log.warn("The keys of the issuer could not be fetched: {}", failure.getMessage());
	}

}
