package dev.recap.standalone.conformance;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that nobody should send get the one error body, and never a 500. */
@Conformance
class MalformedRequestsTests {

	private final Api api;

	MalformedRequestsTests(Api api) {
		this.api = api;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nowhere", "/chats/", "//chats", "/chats/a/b/c", "/chats/a/", "/users",
			"/docs/nothing.js", "/docs/..;/openapi.json", "/actuator", "/favicon.icon", "/health/a/b" })
	void nothingIsWhereNothingIs(String path) throws Exception {
		assertThat(this.api.get(path).status()).isEqualTo(404);
		assertThat(this.api.get(path).code()).isEqualTo("not_found");
	}

	@Test
	void nothingLiesAboveTheRoot() throws Exception {
		// A proxy refuses such a path before any service sees it.
		assertThat(this.api.get("/%2e%2e/%2e%2e/etc/passwd").status()).isIn(400, 404);
	}

	@ParameterizedTest
	@CsvSource({ "GET,/chats,POST", "PUT,/chats,POST", "DELETE,/chats,POST", "PUT,/chats/a,GET", "POST,/chats/a,GET",
			"PATCH,/users/a/chats,GET", "GET,/users/a,DELETE", "GET,/session,POST", "GET,/chat,POST",
			"PUT,/conversations,POST", "GET,/conversations/a/end,POST", "POST,/openapi.json,GET", "POST,/docs,GET",
			"POST,/health,GET", "DELETE,/metrics,GET", "POST,/,GET", "POST,/ws,GET", "OPTIONS,/chats/a,GET",
			"BREW,/chats,POST" })
	void saysWhichMethodsArePossible(String method, String path, String possible) throws Exception {
		Answer refused = this.api.send(method, path, BodyPublishers.noBody());
		assertThat(refused.status()).isEqualTo(405);
		assertThat(refused.code()).isEqualTo("method_not_allowed");
		assertThat(Set.of(refused.header("Allow").split(",\\s*"))).contains(possible);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/health", "/openapi.json", "/docs", "/", "/users/ann/chats" })
	void answersHeadWhereItAnswersGet(String path) throws Exception {
		Answer head = this.api.send("HEAD", path, BodyPublishers.noBody());
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/chats           |
			/chats           | {
			/chats           | [
			/chats           | []
			/chats           | "text"
			/chats           | null
			/chats           | {"user_id":"a","message":"b"} more
			/chats           | {"user_id":"a","message":"b","message":
			/chats           | {user_id:1}
			/chats           | \\u0000
			/chats/summarize |
			/chats/summarize | {
			/chats/summarize | []
			/chats/summarize | nothing
			/chat            |
			/chat            | {
			/chat            | 7
			/conversations   | {
			/conversations   | []
			/session         | {
			/session         | 7
			""", quoteCharacter = '`', nullValues = "-", emptyValue = "")
	void saysWhatIsWrongWithABody(String path, @Nullable String body) throws Exception {
		Answer refused = this.api.json("POST", path, (body != null) ? body : "");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.code()).isEqualTo("invalid_request");
		assertThat(refused.text("/detail/error")).doesNotContain("tools.jackson", "Exception", "dev.recap");
	}

	@ParameterizedTest
	@CsvSource({ "/chats,text/plain", "/chats,nonsense", "/chats,application/x-www-form-urlencoded",
			"/chats/summarize,text/plain", "/chat,text/xml", "/conversations,text/plain", "/session,text/plain" })
	void takesOnlyJson(String path, String type) throws Exception {
		Answer refused = this.api.send("POST", path, BodyPublishers.ofString("{}"), "Content-Type", type);
		assertThat(refused.status()).isEqualTo(415);
		assertThat(refused.code()).isEqualTo("unsupported_media_type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chats", "/chats/summarize", "/chat", "/conversations", "/session" })
	void takesNoBodyOfMoreThanFourMebibytes(String path) throws Exception {
		Answer refused = this.api.json("POST", path, "{\"message\":\"" + "a".repeat(4 * 1024 * 1024) + "\"}");
		assertThat(refused.status()).isEqualTo(413);
		assertThat(refused.code()).isEqualTo("too_large");
	}

	@Test
	void readsNoJsonThatIsNestedWithoutEnd() throws Exception {
		String deep = "[".repeat(100_000);
		assertThat(
				this.api.json("POST", "/chats", "{\"user_id\":\"a\",\"message\":\"b\",\"metadata\":" + deep).status())
			.isEqualTo(400);
		assertThat(this.api.json("POST", "/chats/summarize", deep).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "/chats/%zz,400", "/chats/%,400", "/chats/a?limit=%zz,400", "/chats/%00,400", "/chats/a%2Fb,400",
			"/chats/%C3%28,400", "/chats/a|b,400", "/users/%ff/chats,400" })
	void refusesAddressesThatAreBroken(String target, int status) throws Exception {
		assertError(raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), status);
	}

	@Test
	void refusesHeadersAndAddressesThatAreTooLong() throws Exception {
		String much = "a".repeat(70_000);
		assertError(raw("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Much: " + much + "\r\n\r\n"), 400, 413, 431);
		assertError(raw("GET /" + much + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 400, 414);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense\r\n\r\n", "POST /chats HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
			"POST /chats HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
			"GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" })
	void refusesWhatIsNotTheProtocol(String request) throws Exception {
		assertError(raw(request), 400);
	}

	@ParameterizedTest
	@CsvSource({ "POST,/nowhere", "PUT,/chats/a", "POST,/chats", "PATCH,/conversations/a", "POST,/users/a/read" })
	void answersOnAConnectionWhoseLastBodyNobodyRead(String method, String path) throws Exception {
		URI origin = this.api.origin();
		byte[] head = (method + " " + path
				+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
		try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
			socket.setSoTimeout(5000);
			socket.setTcpNoDelay(true);
			for (int i = 0; i < 100; i++) {
				socket.getOutputStream().write(head);
				socket.getOutputStream().write("{}".getBytes(StandardCharsets.ISO_8859_1));
				assertThat(new String(socket.getInputStream().readNBytes(9), StandardCharsets.ISO_8859_1))
					.startsWith("HTTP/1.1");
				readUntil(socket, "}}");
			}
		}
	}

	private static void readUntil(Socket socket, String end) throws IOException {
		StringBuilder read = new StringBuilder();
		while (!read.toString().endsWith(end)) {
			int next = socket.getInputStream().read();
			assertThat(next).as("after %s", read).isNotNegative();
			read.append((char) next);
		}
	}

	private static void assertError(String response, Integer... statuses) {
		assertThat(response).startsWith("HTTP/1.");
		assertThat(Integer.valueOf(response.substring(9, 12))).as(response).isIn((Object[]) statuses);
		assertThat(response).contains("{\"detail\":{\"error\":\"").contains("\"code\":\"").contains("\"timestamp\":\"");
	}

	private String raw(String request) throws IOException {
		URI origin = this.api.origin();
		try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().flush();
			StringBuilder response = new StringBuilder();
			byte[] buffer = new byte[8192];
			try {
				for (int n = socket.getInputStream().read(buffer); n >= 0; n = socket.getInputStream().read(buffer)) {
					response.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
				}
			}
			catch (IOException ex) {
				// A server that refuses may break off; what it said before counts.
				assertThat(response).isNotEmpty();
			}
			return response.toString();
		}
	}

}
