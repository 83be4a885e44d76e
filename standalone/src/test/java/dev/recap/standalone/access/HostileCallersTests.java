package dev.recap.standalone.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.recap.standalone.SignedTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Those who want what is not theirs; the seed is printed, and {@code -Drecap.test.seed}
 * repeats a run.
 */
class HostileCallersTests {

	private static final int REQUESTS = 400;

	private static final int MILLISECONDS = 15_000;

	/** Whatever shows something, or does away with it. */
	private static final List<String> CALLS = List.of("GET /chats/{id}", "GET /chats/{id}/summaries",
			"GET /chats/{id}/items", "GET /conversations/{id}", "GET /conversations/{id}/messages",
			"GET /session/{id}/history", "GET /api/messages?room={id}",
			"GET /api/messages?room={id}&username={user_id}", "GET /conversations?user_id={user_id}",
			"GET /users/{user_id}/chats", "GET /users/{user_id}/digest", "GET /users/{user_id}/items",
			"GET /users/{user_id}/erasure/{token}", "GET /usage?user_id={user_id}", "GET /search?q={canary}",
			"GET /search?q={canary}&conversation_id={id}", "GET /search?q={canary}&user_id={user_id}",
			"DELETE /chats/{id}", "DELETE /conversations/{id}", "DELETE /conversations/{id}?soft=false",
			"DELETE /users/{user_id}", "POST /conversations/{id}/restore", "GET /metrics", "GET /config",
			"GET /ws/chats", "GET /ws/summarize?conversation_id={id}");

	private static Guarded recap;

	private static Scene scene;

	private final long seed = Long.getLong("recap.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@BeforeAll
	static void start() throws Exception {
		recap = Guarded.start(false);
		scene = recap.scene();
		recap.makeItem(scene);
		ok(Visitor.OWNER, "PATCH", "/conversations/" + scene.id(),
				"{\"title\":\"%1$s\",\"metadata\":{\"note\":\"%1$s\"}}".formatted(scene.canary()));
		ok(Visitor.OWNER, "POST", "/chats/summarize", "{\"conversation_id\":\"%s\"}".formatted(scene.id()));
	}

	@AfterAll
	static void stop() {
		recap.close();
	}

	private static HttpResponse<String> ok(Visitor visitor, String method, String target, String body)
			throws Exception {
		HttpResponse<String> answer = recap.send(method, target, body.isEmpty() ? null : body, visitor, scene);
		assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
		return answer;
	}

	@Test
	void aStrangerReadsNothingOfOthers() throws Exception {
		List<String> own = List.of("/users/{self}/chats", "/users/{self}/digest", "/users/{self}/items",
				"/conversations", "/usage", "/search?q=minutes", "/search?q={canary}",
				"/search?q=minutes&conversation_id={id}", "/search?q=minutes&user_id={self}", "/api/messages",
				"/metrics", "/config", "/health", "/");
		for (String each : own) {
			String target = filled(each);
			HttpResponse<String> answer = recap.send("GET", target, null, Visitor.STRANGER, scene);
			assertThat(withoutEcho(answer.body())).as(target).doesNotContain(scene.canary());
		}
		for (String each : CALLS) {
			String[] call = each.split(" ", 2);
			HttpResponse<String> answer = recap.send(call[0], filled(call[1]), null, Visitor.STRANGER, scene);
			assertThat(withoutEcho(answer.body())).as(each).doesNotContain(scene.canary());
		}
		stillThere();
	}

	@Test
	void theOwnerAndWhoTakesPartReadTheirs() throws Exception {
		for (String each : List.of("/chats/{id}", "/chats/{id}/items", "/conversations/{id}",
				"/conversations/{id}/messages", "/session/{id}/history", "/api/messages?room={id}", "/conversations",
				"/users/{self}/chats", "/search?q={canary}")) {
			for (Visitor visitor : List.of(Visitor.OWNER, Visitor.PART)) {
				String target = scene.fill(each, visitor).replace("{canary}", scene.canary());
				assertThat(withoutEcho(ok(visitor, "GET", target, "").body())).as(target).contains(scene.canary());
			}
		}
	}

	/** A search says again what was searched for. */
	private static String withoutEcho(String body) {
		return body.replace("\"query\":\"" + scene.canary() + "\"", "");
	}

	private static String filled(String target) {
		return scene.fill(target, Visitor.STRANGER).replace("{canary}", scene.canary());
	}

	private static void stillThere() throws Exception {
		HttpResponse<String> answer = ok(Visitor.OWNER, "GET", "/conversations/" + scene.id(), "");
		assertThat(answer.body()).contains("\"title\":\"" + scene.canary() + "\"").contains("\"message_count\":2");
	}

	@Test
	void nothingThatIsMadeUpOpensAnything() throws Exception {
		System.out.println("Hostile requests with -Drecap.test.seed=" + this.seed);
		Map<Integer, Integer> statuses = new TreeMap<>();
		List<Supplier<String>> hostile = hostile();
		for (int i = 0; i < REQUESTS; i++) {
			boolean stranger = this.random.nextInt(3) == 0;
			String headers = stranger ? header(recap.tokens().of(scene.stranger()))
					: hostile.get(this.random.nextInt(hostile.size())).get();
			String request = request(any(CALLS), headers);
			String answer = raw(request);
			String shown = "seed %d, request %s".formatted(this.seed, request);
			assertThat(answer).as(shown).startsWith("HTTP/1.1 ");
			int status = Integer.parseInt(answer.substring(9, 12));
			assertThat(status).as(shown).isNotIn(101, 500);
			assertThat(withoutEcho(answer)).as(shown).doesNotContain(scene.canary());
			if (!stranger) {
				assertThat(status).as(shown).isBetween(400, 499);
			}
			statuses.merge(status, 1, Integer::sum);
		}
		assertThat(statuses).as("seed %d", this.seed).containsKeys(401, 403);
		stillThere();
	}

	private String request(String call, String headers) {
		String[] parts = call.split(" ", 2);
		String target = mutatedPath(parts[1].replace("{id}", mutated(scene.id()))
			.replace("{user_id}", mutated(scene.owner()))
			.replace("{token}", "e30")
			.replace("{canary}", scene.canary()));
		return parts[0] + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + extra()
				+ "\r\n";
	}

	private String extra() {
		return any(List.of("", "", "", "X-Forwarded-User: " + scene.owner() + "\r\n",
				"X-Original-URL: /health\r\nX-Rewrite-URL: /health\r\n", "X-HTTP-Method-Override: GET\r\n",
				"Forwarded: for=127.0.0.1;host=localhost\r\nX-Forwarded-Prefix: /health\r\n",
				"Cookie: user=" + scene.owner() + "\r\n", "X-Position: 0:99999999999999999999\r\n",
				"X-Position: -1:x\r\n", "Content-Length: 0\r\n"));
	}

	private String mutated(String id) {
		return any(List.of(id, id, id, id.toUpperCase(Locale.ROOT), id + "%00", "%00" + id, id + "%0d%0aX-A:%20b",
				id + "%2F..", "..%2F" + id, "%2e%2e", ".", "..", id + "%20", "%20" + id, id + "%E2%80%8B",
				"%EF%BB%BF" + id, "%C0%AE" + id, id + "/../" + id, id + ";x=y", id + "%3Bx=y", id + "%252F",
				"%7B%22$ne%22:1%7D", id + "%ED%A0%80", "a".repeat(201), "%F0%9F%92%A9", id.replace("-", "%2d"), "*",
				"%25"));
	}

	private String mutatedPath(String target) {
		return switch (this.random.nextInt(16)) {
			case 0 -> "/" + target;
			case 1 -> target.replaceFirst("(\\w)/", "$1//");
			case 2 -> target.replaceFirst("(\\w)/", "$1;x=y/");
			case 3 -> "/%2e%2e" + target;
			case 4 -> "/health/%2e%2e" + target;
			case 5 -> "/./" + target.substring(1);
			case 6 -> "/health/.." + target;
			case 7 -> target.substring(0, 2).toUpperCase(Locale.ROOT) + target.substring(2);
			case 8 -> "/%" + Integer.toHexString(target.charAt(1)) + target.substring(2);
			case 9 -> "/web/1/.." + target;
			case 10 -> "/;/" + target.substring(1);
			case 11 -> "http://localhost" + target;
			case 12 -> target.contains("?") ? target.replace("?", "?user_id=" + scene.stranger() + "&") : target + "/";
			case 13 ->
				target.contains("?") ? target + "&user_id=" + scene.stranger() : target + "?ticket=" + "a".repeat(43);
			default -> target;
		};
	}

	private static String header(String token) {
		return "Authorization: Bearer " + token + "\r\n";
	}

	/** What shows that one is somebody, and does not. */
	private List<Supplier<String>> hostile() {
		SignedTokens tokens = recap.tokens();
		SignedTokens others = new SignedTokens();
		Map<String, Object> rs256 = Map.of("alg", "RS256", "typ", "JWT");
		Map<String, Object> admin = tokens.claims(scene.owner(), Map.of("scope", "admin"));
		long now = Instant.now().getEpochSecond();
		String good = tokens.of(scene.owner());
		String strangers = tokens.of(scene.stranger());
		byte[] pem = tokens.publicKey().getBytes(StandardCharsets.US_ASCII);
		return List.of(() -> "", () -> header(SignedTokens.unsigned(Map.of("alg", "none"), admin) + "."),
				() -> header(SignedTokens.unsigned(Map.of("alg", "nOnE"), admin) + "."),
				() -> header(SignedTokens.unsigned(rs256, admin) + "."),
				() -> header(SignedTokens.unsigned(rs256, admin)),
				() -> header(SignedTokens.signedBySecret(pem, admin)),
				() -> header(SignedTokens.signedBySecret(tokens.publicKeyBytes(), admin)),
				() -> header(others.signed(rs256,
						admin)),
				() -> header(
						others.signed(Map.of("alg", "RS256", "kid",
								any(List.of("../../../../dev/null", "/etc/passwd", "' OR '1'='1", "file:///dev/null",
										"%00", "http://localhost/keys"))),
								admin)),
				() -> header(others.signed(Map.of("alg", "RS256", "jku", "http://localhost:1/keys"), admin)),
				() -> header(others.signed(Map.of("alg", "RS256", "x5c",
						List.of(Base64.getEncoder().encodeToString(others.publicKeyBytes()))), admin)),
				() -> header(
						tokens.signed(rs256, tokens.claims(scene.owner(), Map.of("iss", "https://other.example")))),
				() -> header(tokens.signed(rs256, tokens.claims(scene.owner(), Map.of("iss", Guarded.ISSUER + "/")))),
				() -> header(tokens.expired(scene.owner())),
				() -> header(tokens.signed(rs256, tokens.claims(scene.owner(), Map.of("nbf", now + 600)))),
				() -> header(tokens.signed(rs256, tokens.claims(scene.owner(), Map.of("exp", "never")))),
				() -> header(tokens.signed(rs256, Map.of("sub", scene.owner(), "iss", Guarded.ISSUER))),
				() -> header(tokens.signed(rs256, Map.of("iss", Guarded.ISSUER, "exp", now + 600))),
				() -> header(tokens.signed(rs256, tokens.claims("", Map.of()))),
				() -> header(tokens.signed(rs256, tokens.claims("a/" + scene.owner(), Map.of()))),
				() -> header(tokens.signed(rs256, tokens.claims("\u0000" + scene.owner(), Map.of()))),
				() -> header(tokens.signed(rs256, tokens.claims("x", Map.of("sub", List.of(scene.owner()))))),
				() -> header(tokens.signed(Map.of("alg", "RS256", "crit", List.of("exp")), admin)),
				() -> header(tokens.signed(Map.of("alg", "RS256", "typ", "logout+jwt"), admin)),
				() -> header(parts(good)[0] + "." + parts(good)[1] + "." + parts(strangers)[2]),
				() -> header(good.substring(0, good.length() - 20)), () -> header(flipped(good)),
				() -> header("a".repeat(9000)), () -> header("é€\u0080ÿ"), () -> header(""), () -> header("..."),
				() -> header(good + " " + good), () -> header("\"" + good + "\""), () -> header(good) + header(good),
				() -> header(strangers) + header(good), () -> header(good) + header("x.y.z"),
				() -> header(good) + "X-API-Key: x\r\n", () -> "Authorization: Basic b3duZXI6cGFzc3dvcmQ=\r\n",
				() -> "Authorization: " + good + "\r\n", () -> "Authorization: Bearer\r\n", () -> "X-API-Key: rk_\r\n",
				() -> "X-API-Key: rk_../../key_x\r\n", () -> "X-API-Key: \r\n",
				() -> "X-API-Key: rk_%s_%s\r\n".formatted("0".repeat(12), "a".repeat(43)),
				() -> "X-API-Key: " + good + "\r\n", () -> "Cookie: Authorization=" + good + "\r\n");
	}

	private static String[] parts(String token) {
		return token.split("\\.");
	}

	/** One bit of what is signed is another. */
	private String flipped(String token) {
		int at = this.random.nextInt(token.indexOf('.') + 1, token.lastIndexOf('.'));
		char other = (token.charAt(at) == 'A') ? 'B' : 'A';
		return token.substring(0, at) + other + token.substring(at + 1);
	}

	private <T> T any(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static String raw(String request) throws IOException {
		try (Socket socket = new Socket("localhost", recap.port())) {
			socket.setSoTimeout(MILLISECONDS);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			try {
				socket.getInputStream().transferTo(answer);
			}
			catch (IOException ex) {
				// A server that refuses may break off; what it said before counts.
				assertThat(answer.size()).as(request).isPositive();
			}
			return answer.toString(StandardCharsets.UTF_8);
		}
	}

}
