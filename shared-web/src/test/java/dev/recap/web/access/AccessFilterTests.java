package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class AccessFilterTests {

	private static final String NO_KAFKA = "127.0.0.1:1";

	private static Issuer issuer;

	private static TestService closed;

	private static TestService open;

	@BeforeAll
	static void start() {
		issuer = new Issuer();
		String[] tokens = { "recap.access.issuer=" + issuer.address(), "recap.access.audience=" + Issuer.AUDIENCE };
		closed = TestService.start(NO_KAFKA, with(tokens, "recap.access.anonymous=false"));
		open = TestService.start(NO_KAFKA, tokens);
	}

	@AfterAll
	static void stop() {
		closed.close();
		open.close();
		issuer.close();
	}

	@Test
	void aTokenSpeaksForItsUser() {
		get(closed, "/search", issuer.token("ann")).isOk()
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("User")
			.jsonPath("$.name")
			.isEqualTo("ann")
			.jsonPath("$.principal")
			.isEqualTo("ann");
	}

	@ParameterizedTest
	@ValueSource(strings = { "RS256", "RS512", "PS256", "ES256" })
	void takesEveryAlgorithmWithAPublicKey(String algorithm) {
		get(closed, "/search", issuer.token(JWSAlgorithm.parse(algorithm), "ann", (claims) -> {
		})).isOk();
	}

	@Test
	void takesAccessTokensThatSaySo() throws JOSEException {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r1")
			.type(new JOSEObjectType("at+jwt"))
			.build();
		get(closed, "/search", Issuer.signed(header, issuer.claims("ann", (claims) -> {
		}), new RSASSASigner(issuer.rsaKey()))).isOk();
	}

	static Stream<Arguments> badTokens() throws JOSEException {
		Instant now = Instant.now();
		String good = issuer.token("ann");
		String[] parts = good.split("\\.");
		RSAKey stranger = Issuer.rsa("r1");
		JWSHeader rs256 = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r1").build();
		byte[] publicKey = issuer.rsaKey().toRSAPublicKey().getEncoded();
		String none = encoded("{\"alg\":\"none\"}");
		return Stream.of(Arguments.of("expired", issuer.token("ann", expired())),
				Arguments.of("without an end", issuer.token("ann", (claims) -> claims.expirationTime(null))),
				Arguments.of("not yet good",
						issuer.token("ann", (claims) -> claims.notBeforeTime(Date.from(now.plusSeconds(120))))),
				Arguments.of("ends before it begins",
						issuer.token("ann", (claims) -> claims.issueTime(Date.from(now.plusSeconds(900))))),
				Arguments.of("of another issuer",
						issuer.token("ann", (claims) -> claims.issuer("https://elsewhere.example"))),
				Arguments.of("without an issuer", issuer.token("ann", (claims) -> claims.issuer(null))),
				Arguments.of("for another service", issuer.token("ann", (claims) -> claims.audience("elsewhere"))),
				Arguments.of("for no service", issuer.token("ann", (claims) -> claims.audience((String) null))),
				Arguments.of("without a user", issuer.token(null)), Arguments.of("of a blank user", issuer.token(" ")),
				Arguments.of("of a user with a slash", issuer.token("a/b")),
				Arguments.of("of a user with a control character", issuer.token("a\u0000b")),
				Arguments.of("of the assistant", issuer.token("assistant")),
				Arguments.of("of a user that is too long", issuer.token("a".repeat(201))),
				Arguments.of("with an end that is no time",
						issuer.token("ann", (claims) -> claims.claim("exp", "soon"))),
				Arguments.of("signed by a stranger", Issuer.signed(rs256, issuer.claims("ann", (claims) -> {
				}), new RSASSASigner(stranger))),
				Arguments.of("that is not signed", new PlainJWT(issuer.claims("ann", (claims) -> {
				})).serialize()), Arguments.of("of the algorithm none", none + "." + parts[1] + "."),
				Arguments.of("of the algorithm none with a signature", none + "." + parts[1] + "." + parts[2]),
				Arguments.of("of the algorithm NoNe", encoded("{\"alg\":\"NoNe\"}") + "." + parts[1] + "."),
				Arguments.of("signed with the public key as if it were a secret",
						Issuer.signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r1").build(),
								issuer.claims("ann", (claims) -> {
								}), new MACSigner(publicKey))),
				Arguments.of("that brings its own key",
						Issuer.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(stranger.toPublicJWK()).build(),
								issuer.claims("ann", (claims) -> {
								}), new RSASSASigner(stranger))),
				Arguments.of("of another purpose",
						Issuer.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r1")
							.type(new JOSEObjectType("logout+jwt"))
							.build(), issuer.claims("ann", (claims) -> {
							}), new RSASSASigner(issuer.rsaKey()))),
				Arguments.of("with other claims",
						parts[0] + "." + encoded("{\"sub\":\"bob\",\"exp\":9999999999}") + "." + parts[2]),
				Arguments.of("without a signature", parts[0] + "." + parts[1] + "."),
				Arguments.of("cut off", good.substring(0, good.length() - 20)), Arguments.of("of two parts", "a.b"),
				Arguments.of("of five parts", "a.b.c.d.e"), Arguments.of("of garbage", "garbage"),
				Arguments.of("of dots", ".."), Arguments.of("of null", encoded("null") + "." + encoded("null") + ".x"),
				Arguments.of("of a nest", encoded("[".repeat(3000)) + "." + parts[1] + "." + parts[2]));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badTokens")
	void refusesAToken(String which, String token) {
		for (TestService service : List.of(closed, open)) {
			refused(get(service, "/search", token));
		}
	}

	@Test
	void saysThatATokenHasExpired() {
		String token = issuer.token("ann", expired());
		get(closed, "/search", token).isUnauthorized()
			.expectBody()
			.jsonPath("$.detail.error")
			.isEqualTo("The token has expired; get a new one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Bearer", "Bearer ", "bearer", "Basic YTpi", "Bearer\ta.b.c", "token", "Bearer a b",
			"Bearer é", "ApiKey x" })
	void refusesAHeaderThatIsNone(String header) {
		for (TestService service : List.of(closed, open)) {
			refused(service.client().get().uri("/search").header(HttpHeaders.AUTHORIZATION, header).exchange());
		}
	}

	@Test
	void refusesSeveralCredentialsAtOnce() {
		String token = "Bearer " + issuer.token("ann");
		refused(open.client()
			.get()
			.uri("/search")
			.header(HttpHeaders.AUTHORIZATION, token)
			.header("X-API-Key", "rk_a_b")
			.exchange());
		refused(open.client().get().uri("/search").header(HttpHeaders.AUTHORIZATION, token, token).exchange());
		refused(open.client().get().uri("/search").header("X-API-Key", "a", "b").exchange());
	}

	@Test
	void aTokenThatIsTooLongIsNotLookedAt() {
		int status = open.client()
			.get()
			.uri("/search")
			.header(HttpHeaders.AUTHORIZATION, "Bearer " + "a".repeat(20_000))
			.exchange()
			.returnResult(Void.class)
			.getStatus()
			.value();
		assertThat(status).isIn(401, 431);
	}

	@Test
	void withoutACredentialNobodyGetsInButToWhatIsOpen() {
		refused(closed.client().get().uri("/search").exchange());
		refused(closed.client().post().uri("/chats").exchange());
		refused(closed.client().get().uri("/config").exchange());
		refused(closed.client().get().uri("/docs").exchange());
		refused(closed.client().get().uri("/nowhere").exchange());
		closed.client().get().uri("/").exchange().expectStatus().isOk();
		closed.client().get().uri("/health").exchange().expectStatus().isOk();
	}

	@Test
	void withoutACredentialEverybodyGetsInWhereThatIsAllowed() {
		open.client()
			.get()
			.uri("/search")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("Anonymous")
			.jsonPath("$.principal")
			.isEqualTo("anonymous");
		open.client().get().uri("/config").exchange().expectStatus().isOk();
	}

	@Test
	void whatIsOpenStaysSoForABadCredential() {
		get(closed, "/health", "garbage").isOk();
		get(closed, "/", "garbage").isOk();
	}

	@Test
	void onlyOperatorsSeeTheSettings() {
		get(closed, "/config", issuer.token("ann")).isForbidden()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("forbidden");
		get(closed, "/config", issuer.token("ann", (claims) -> claims.claim("scope", "openid admin"))).isOk();
		get(closed, "/config", issuer.token("ann", (claims) -> claims.claim("scp", List.of("admin")))).isOk();
		get(closed, "/config", issuer.token("ann", (claims) -> claims.claim("scope", "administer"))).isForbidden();
		get(open, "/config", issuer.token("ann")).isOk();
	}

	@Test
	void aUserMayWriteAndDelete() {
		closed.client()
			.delete()
			.uri("/chats/a")
			.headers((headers) -> headers.setBearerAuth(issuer.token("ann")))
			.exchange()
			.expectStatus()
			.isOk();
		closed.client()
			.post()
			.uri("/chats")
			.headers((headers) -> headers.setBearerAuth(issuer.token("ann")))
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void nothingThereIsSaidToThoseWhoAreLetIn() {
		get(closed, "/nowhere", issuer.token("ann")).isNotFound();
	}

	@Test
	void aKeyWaitsUntilAllOfThemAreKnown() {
		closed.client()
			.get()
			.uri("/search")
			.header("X-API-Key", "rk_a_b")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.exists(HttpHeaders.RETRY_AFTER)
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("unavailable");
	}

	@Test
	void anIssuerThatIsAwayIsNobodysFault() {
		try (Issuer other = new Issuer();
				TestService service = TestService.start(NO_KAFKA, "recap.access.issuer=" + other.address())) {
			other.away(true);
			get(service, "/search", other.token("ann")).isEqualTo(503)
				.expectHeader()
				.exists(HttpHeaders.RETRY_AFTER)
				.expectBody()
				.jsonPath("$.detail.code")
				.isEqualTo("unavailable");
			other.away(false);
			await().untilAsserted(() -> get(service, "/search", other.token("ann")).isOk());
			other.away(true);
			get(service, "/search", other.token("bob")).isOk();
		}
	}

	@Test
	void madeUpNamesOfKeysCostTheIssuerNothing() throws JOSEException {
		get(closed, "/search", issuer.token("ann")).isOk();
		int before = issuer.fetches();
		for (int i = 0; i < 20; i++) {
			JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("made-up-" + i).build();
			refused(get(closed, "/search", Issuer.signed(header, issuer.claims("ann", (claims) -> {
			}), new RSASSASigner(issuer.rsaKey()))));
		}
		assertThat(issuer.fetches()).isLessThanOrEqualTo(before + 10);
	}

	@Test
	void takesTheKeySetByItsAddress() {
		try (TestService service = TestService.start(NO_KAFKA, "recap.access.jwk-set=" + issuer.address() + "/keys")) {
			get(service, "/search", issuer.token("ann")).isOk();
			refused(get(service, "/search", "garbage"));
		}
	}

	@Test
	void takesAPublicKeyAsTextOrAsFile(@TempDir Path folder) throws Exception {
		String rsa = pem(issuer.rsaKey().toRSAPublicKey().getEncoded());
		Path file = Files.writeString(folder.resolve("ec.pem"), pem(issuer.ecKey().toECPublicKey().getEncoded()));
		String elliptic = issuer.token(JWSAlgorithm.ES256, "ann", (claims) -> {
		});
		try (TestService service = TestService.start(NO_KAFKA, "recap.access.public-key=" + rsa.replace("\n", "\\n"))) {
			get(service, "/search", issuer.token("ann")).isOk();
			refused(get(service, "/search", elliptic));
			refused(get(service, "/search",
					Issuer.signed(new JWSHeader(JWSAlgorithm.HS256), issuer.claims("ann", (claims) -> {
					}), new MACSigner(issuer.rsaKey().toRSAPublicKey().getEncoded()))));
		}
		try (TestService service = TestService.start(NO_KAFKA, "recap.access.public-key=" + file)) {
			get(service, "/search", elliptic).isOk();
			refused(get(service, "/search", issuer.token("ann")));
		}
	}

	@Test
	void whereNoIssuerIsNamedNoTokenIsTaken() {
		try (TestService service = TestService.start(NO_KAFKA)) {
			refused(get(service, "/search", issuer.token("ann")));
			service.client().get().uri("/search").exchange().expectStatus().isOk();
		}
	}

	@Test
	void whoTriesCredentialsIsRefusedOnlyBadOnes() {
		try (TestService service = TestService.start(NO_KAFKA, "recap.access.issuer=" + issuer.address(),
				"recap.access.anonymous=false", "recap.rate.failures=1")) {
			ApiKey.Made key = ApiKey.make("key", Set.of(Scope.READ), Instant.now(), null);
			ApiKeys keys = service.bean(ApiKeys.class);
			keys.take(key.key().id(), key.key().recordValue());
			keys.complete();
			for (int i = 0; i < 3; i++) {
				refused(service.client().get().uri("/search").exchange());
			}
			refused(get(service, "/search", "garbage"));
			tooMany(get(service, "/search", "garbage"));
			tooMany(get(service, "/search", issuer.token("ann", expired())));
			tooMany(service.client().get().uri("/search").header("X-API-Key", key.text() + "x").exchange());
			tooMany(service.client().get().uri("/ws/chats?ticket=guessed").exchange());
			refused(service.client().get().uri("/search").exchange());
			assertThat(service.status("/search", key.text())).isEqualTo(200);
			get(service, "/search", issuer.token("ann")).isOk();
		}
	}

	private static void tooMany(ResponseSpec response) {
		tooMany(response.expectStatus());
	}

	private static void tooMany(StatusAssertions status) {
		status.isEqualTo(429)
			.expectHeader()
			.exists(HttpHeaders.RETRY_AFTER)
			.expectHeader()
			.valueEquals("RateLimit-Remaining", "0")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("rate_limited");
	}

	private static Consumer<JWTClaimsSet.Builder> expired() {
		Instant now = Instant.now();
		return (claims) -> claims.issueTime(Date.from(now.minusSeconds(600)))
			.expirationTime(Date.from(now.minusSeconds(120)));
	}

	private static String[] with(String[] some, String... more) {
		return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
	}

	private static StatusAssertions get(TestService service, String path, String token) {
		WebTestClient client = service.client();
		return client.get().uri(path).header(HttpHeaders.AUTHORIZATION, "Bearer " + token).exchange().expectStatus();
	}

	private static void refused(ResponseSpec response) {
		refused(response.expectStatus());
	}

	private static void refused(StatusAssertions status) {
		status.isUnauthorized()
			.expectHeader()
			.valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("unauthenticated");
	}

	private static String encoded(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	private static String pem(byte[] key) {
		return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key)
				+ "\n-----END PUBLIC KEY-----\n";
	}

}
