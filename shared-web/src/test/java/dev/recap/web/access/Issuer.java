package dev.recap.web.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.recap.schema.Json;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** Issues tokens, good and bad ones, and publishes its keys as issuers do. */
final class Issuer implements AutoCloseable {

	static final String AUDIENCE = "recap";

	private final AtomicInteger fetches = new AtomicInteger();

	private volatile RSAKey rsa = rsa("r1");

	private final ECKey ec = ec();

	private final DisposableServer server;

	private volatile boolean away;

	Issuer() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes
				.get("/.well-known/openid-configuration",
						(request, response) -> json(response,
								Json.mapper()
									.writeValueAsString(Map.of("issuer", address(), "jwks_uri", address() + "/keys"))))
				.get("/keys", (request, response) -> {
					this.fetches.incrementAndGet();
					return json(response, new JWKSet(List.of(this.rsa, this.ec)).toString());
				}))
			.bindNow(Duration.ofSeconds(10));
	}

	private Mono<Void> json(HttpServerResponse response, String body) {
		return this.away ? response.status(500).send()
				: response.header("Content-Type", "application/json").sendString(Mono.just(body)).then();
	}

	String address() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/** How often its keys were asked for. */
	int fetches() {
		return this.fetches.get();
	}

	void away(boolean away) {
		this.away = away;
	}

	RSAKey rsaKey() {
		return this.rsa;
	}

	ECKey ecKey() {
		return this.ec;
	}

	/** Signs with another key from now on. */
	void rotate() {
		this.rsa = rsa("r2");
	}

	/** A good one. */
	String token(String user) {
		return token(user, (claims) -> {
		});
	}

	String token(String user, Consumer<JWTClaimsSet.Builder> change) {
		return token(JWSAlgorithm.RS256, user, change);
	}

	String token(JWSAlgorithm algorithm, String user, Consumer<JWTClaimsSet.Builder> change) {
		boolean elliptic = JWSAlgorithm.Family.EC.contains(algorithm);
		try {
			JWSSigner signer = elliptic ? new ECDSASigner(this.ec) : new RSASSASigner(this.rsa);
			return signed(new JWSHeader.Builder(algorithm).keyID(elliptic ? "e1" : this.rsa.getKeyID()).build(),
					claims(user, change), signer);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	JWTClaimsSet claims(String user, Consumer<JWTClaimsSet.Builder> change) {
		Instant now = Instant.now();
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().subject(user)
			.issuer(address())
			.audience(AUDIENCE)
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)));
		change.accept(claims);
		return claims.build();
	}

	static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
		try {
			SignedJWT jwt = new SignedJWT(header, claims);
			jwt.sign(signer);
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static RSAKey rsa(String id) {
		try {
			return new RSAKeyGenerator(2048).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ECKey ec() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(10));
	}

}
