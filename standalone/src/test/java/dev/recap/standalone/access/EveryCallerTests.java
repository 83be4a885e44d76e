package dev.recap.standalone.access;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of {@code callers.txt}: every call by every kind of caller. */
class EveryCallerTests {

	private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

	private static final List<Row> TABLE = Row.table();

	@Test
	void theTableHasEveryCallOfTheDocument() throws Exception {
		Set<String> rows = TABLE.stream().map(Row::operation).collect(Collectors.toSet());
		List<String> described = new ArrayList<>();
		try (var in = EveryCallerTests.class.getResourceAsStream("/openapi.json")) {
			Json.mapper()
				.readTree(in)
				.path("paths")
				.properties()
				.forEach((path) -> path.getValue()
					.propertyNames()
					.stream()
					.filter(METHODS::contains)
					.forEach((method) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
		}
		assertThat(described).isNotEmpty();
		assertThat(rows).containsAll(described);
		assertThat(rows).contains("WS /ws", "WS /ws/chats", "WS /ws/summarize");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everybodyGetsWhatTheTableSays(boolean anonymous) throws Exception {
		BiFunction<Row, Visitor, String> expected = anonymous ? Row::open : Row::closed;
		List<String> wrong = new ArrayList<>();
		try (Guarded recap = Guarded.start(anonymous)) {
			for (Row row : TABLE) {
				check(recap, row, expected, wrong);
			}
		}
		assertThat(wrong).as("with anonymous use %s", anonymous ? "on" : "off").isEmpty();
	}

	/**
	 * All who are kept out knock at the same door, so that none opens it for the next.
	 */
	private static void check(Guarded recap, Row row, BiFunction<Row, Visitor, String> expected, List<String> wrong)
			throws Exception {
		Scene closed = scene(recap, row);
		for (Visitor visitor : Visitor.values()) {
			String cell = expected.apply(row, visitor);
			boolean out = cell.equals("401") || cell.equals("403");
			Scene scene = out ? closed : scene(recap, row);
			String got = row.isSocket() ? socket(recap, row, visitor, scene) : http(recap, row, visitor, scene, out);
			if (!got.equals(cell)) {
				wrong.add("%s by %s: %s, not %s".formatted(row, visitor, got, cell));
			}
		}
	}

	private static Scene scene(Guarded recap, Row row) throws Exception {
		Scene scene = recap.scene();
		return row.target().contains("{item_id}") ? recap.withItem(scene) : scene;
	}

	private static String http(Guarded recap, Row row, Visitor visitor, Scene scene, boolean out) throws Exception {
		String body = (row.body() != null) ? scene.fill(row.body(), visitor) : null;
		HttpResponse<String> answer = recap.send(row.method(), scene.fill(row.target(), visitor), body, visitor, scene);
		int status = answer.statusCode();
		if (out && (answer.body().contains(scene.canary()) || code(answer) != status)) {
			return status + " with " + answer.body();
		}
		return (status / 100 == 2) ? "ok" : String.valueOf(status);
	}

	private static int code(HttpResponse<String> answer) {
		return status(Json.mapper().readTree(answer.body()).at("/detail/code").asString(""));
	}

	private static int status(String code) {
		return switch (code) {
			case "unauthenticated" -> 401;
			case "forbidden" -> 403;
			case "not_found" -> 404;
			case "invalid_request" -> 400;
			default -> 500;
		};
	}

	/** What the handshake is answered or, once let in, what the first frame says. */
	private static String socket(Guarded recap, Row row, Visitor visitor, Scene scene) throws Exception {
		WebSocket.Builder builder = recap.http().newWebSocketBuilder();
		String[] credential = recap.credential(visitor, scene);
		if (credential.length > 0) {
			builder.header(credential[0], credential[1]);
		}
		First first = new First(new CompletableFuture<>(), new StringBuilder());
		URI uri = URI.create("ws://localhost:" + recap.port() + scene.fill(row.target(), visitor));
		WebSocket socket;
		try {
			socket = builder.buildAsync(uri, first).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof WebSocketHandshakeException refused) {
				return String.valueOf(refused.getResponse().statusCode());
			}
			throw ex;
		}
		try {
			if (row.body() != null) {
				socket.sendText(scene.fill(row.body(), visitor), true).join();
			}
			String frame = first.frame().get(30, TimeUnit.SECONDS);
			JsonNode json = Json.mapper().readTree(frame);
			return json.has("detail") ? String.valueOf(status(json.at("/detail/code").asString(""))) : "ok";
		}
		finally {
			socket.abort();
		}
	}

	/** A socket's first frame. */
	private record First(CompletableFuture<String> frame, StringBuilder parts) implements WebSocket.Listener {

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.parts.append(data);
			if (last) {
				this.frame.complete(this.parts.toString());
			}
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
			this.frame.complete("{\"detail\":{\"code\":\"closed with " + code + "\"}}");
			return null;
		}

	}

}
