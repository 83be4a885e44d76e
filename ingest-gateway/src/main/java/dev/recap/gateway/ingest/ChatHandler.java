package dev.recap.gateway.ingest;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.recap.gateway.body.ContentTypes;
import dev.recap.gateway.body.BodyReader;
import dev.recap.schema.topic.Position;
import dev.recap.web.EventLoops;
import dev.recap.web.PositionHeader;
import dev.recap.web.access.Caller;
import dev.recap.web.RequestTrace;
import dev.recap.web.WholeAnswer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * {@code POST /chats}: a body goes in as bytes, its messages into the log, and the answer
 * out as bytes, with nothing between.
 */
final class ChatHandler {

	private final BodyReader bodies;

	private final SubmissionReader reader;

	private final ChatWriter writer;

	ChatHandler(BodyReader bodies, SubmissionReader reader, ChatWriter writer) {
		this.bodies = bodies;
		this.reader = reader;
		this.writer = writer;
	}

	Mono<Void> post(ServerWebExchange exchange) {
		ContentTypes.requireJson(exchange.getRequest().getHeaders());
		return this.bodies.read(exchange.getRequest()).flatMap((body) -> take(exchange, body));
	}

	private Mono<Void> take(ServerWebExchange exchange, byte[] body) {
		Submission submission = this.reader.read(body, Defaults.of(Caller.of(exchange)));
		// The producer has one thread for every connection: it must not write their
		// answers.
		Executor loop = EventLoops.of(exchange.getRequest());
		return Mono
			.fromFuture(
					this.writer.write(submission, RequestTrace.of(exchange)).thenApplyAsync(Function.identity(), loop),
					true)
			.flatMap((position) -> answer(exchange.getResponse(), submission, position));
	}

	private static Mono<Void> answer(ServerHttpResponse response, Submission submission, Position position) {
		byte[] body = Acknowledgement.json(null, submission, position);
		HttpHeaders headers = response.getHeaders();
		headers.setContentType(MediaType.APPLICATION_JSON);
		headers.setContentLength(body.length);
		headers.set(HttpHeaders.LOCATION, location(submission.conversationId()));
		headers.set(PositionHeader.NAME, position.toString());
		return WholeAnswer.send(response, HttpStatus.CREATED, body);
	}

	private static String location(String conversationId) {
		return "/chats/" + UriUtils.encodePathSegment(conversationId, StandardCharsets.UTF_8);
	}

}
