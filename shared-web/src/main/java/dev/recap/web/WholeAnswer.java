package dev.recap.web;

import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An answer that is there as a whole, handed to the server at once: Spring's way for what
 * may come in pieces takes a dozen operators, which is more than to make the answer.
 */
public final class WholeAnswer {

	/** The bytes are there already. */
	private static final ServerResponse.Context WRITERS_UNUSED = new ServerResponse.Context() {

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			return List.of();
		}

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	};

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

	/** A JSON answer of status 200 for a route. */
	public static ServerResponse json(byte[] body) {
		return new JsonAnswer(body);
	}

	/** Sends an answer of {@link #json} where no route does. */
	public static Mono<Void> write(ServerResponse answer, ServerWebExchange exchange) {
		return answer.writeTo(exchange, WRITERS_UNUSED);
	}

	private record JsonAnswer(byte[] body) implements ServerResponse {

		@Override
		public HttpStatus statusCode() {
			return HttpStatus.OK;
		}

		@Override
		public HttpHeaders headers() {
			HttpHeaders headers = new HttpHeaders();
			headers.setContentType(MediaType.APPLICATION_JSON);
			headers.setContentLength(this.body.length);
			return headers;
		}

		@Override
		public MultiValueMap<String, ResponseCookie> cookies() {
			return new LinkedMultiValueMap<>();
		}

		@Override
		public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
			ServerHttpResponse response = exchange.getResponse();
			response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			response.getHeaders().setContentLength(this.body.length);
			return isHead(exchange) ? response.setComplete() : send(response, HttpStatus.OK, this.body);
		}

		/** What filters see of a HEAD is a GET. */
		private static boolean isHead(ServerWebExchange exchange) {
			return ServerHttpRequestDecorator
				.getNativeRequest(exchange.getRequest()) instanceof HttpServerRequest request
					&& request.method().equals(HttpMethod.HEAD);
		}

	}

}
