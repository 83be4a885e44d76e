package dev.recap.web;

import io.netty.buffer.Unpooled;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An answer that is there as a whole, handed to the server at once: Spring's way for what
 * may come in pieces takes a dozen operators, which is more than to make the answer.
 */
public final class WholeAnswer {

	private WholeAnswer() {
	}

	/** Sends it with the headers the response has, which must say its length. */
	public static Mono<Void> send(ServerHttpResponse response, HttpStatus status, byte[] body) {
		if (ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse server) {
			return server.status(status.value()).sendObject(Unpooled.wrappedBuffer(body)).then();
		}
		response.setStatusCode(status);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
	}

}
