package dev.recap.benchmarks.process;

import java.nio.charset.StandardCharsets;

import dev.recap.schema.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JsonParser;

/**
 * The least an HTTP endpoint that takes JSON can do: it reads every token and answers.
 */
public final class BareMain {

	private static final byte[] ANSWER = "{\"status\":\"success\"}".getBytes(StandardCharsets.US_ASCII);

	private BareMain() {
	}

	/**
	 * Runs until it is ended.
	 * @param arguments its port
	 */
	public static void main(String[] arguments) {
		Parent.endWithIt();
		HttpServer.create()
			.host("127.0.0.1")
			.port(Integer.parseInt(arguments[0]))
			.route((routes) -> routes.post("/chats", BareMain::take))
			.bindNow()
			.onDispose()
			.block();
	}

	private static Publisher<Void> take(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asByteArray().flatMap((body) -> {
			read(body);
			return response.status(201)
				.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(ANSWER.length))
				.sendObject(Mono.just(Unpooled.wrappedBuffer(ANSWER)))
				.then();
		});
	}

	private static void read(byte[] body) {
		try (JsonParser json = Json.mapper().createParser(body)) {
			while (json.nextToken() != null) {
				if (json.currentToken().isScalarValue()) {
					json.getString();
				}
			}
		}
	}

}
