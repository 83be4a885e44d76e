package dev.recap.gateway.body;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import dev.recap.web.ApiException;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BodyReaderTests {

	private static final int PIECE = 40_000;

	private final BodyReader reader = new BodyReader(new LimitSettings(DataSize.ofKilobytes(64), 1000,
			DataSize.ofBytes(3 * PIECE), DataSize.ofKilobytes(8), 32, DataSize.ofBytes(3 * PIECE), 256));

	@Test
	void putsPiecesTogether() {
		assertThat(this.reader.read(request(Flux.just(buffer("ab"), buffer("cd")))).block())
			.asString(StandardCharsets.UTF_8)
			.isEqualTo("abcd");
		assertThat(this.reader.read(request(Flux.empty())).block()).isEmpty();
	}

	@Test
	void refusesALongBodyByItsLengthAlone() {
		MockServerHttpRequest request = MockServerHttpRequest.post("/chats")
			.contentLength(3 * PIECE + 1)
			.body(Flux.never());
		assertThat(status(this.reader.read(request))).isEqualTo(413);
	}

	@Test
	void refusesALongBodyThatDoesNotSayItsLength() {
		assertThat(status(this.reader.read(request(pieces(4))))).isEqualTo(413);
	}

	@Test
	void refusesLongBodiesBeyondItsBoundUntilOthersAreIn() {
		Sinks.Many<DataBuffer> slow = Sinks.many().unicast().onBackpressureBuffer();
		Mono<byte[]> first = this.reader.read(request(slow.asFlux())).cache();
		first.subscribe();
		slow.tryEmitNext(buffer("x".repeat(2 * PIECE)));
		assertThat(status(this.reader.read(request(pieces(2))))).isEqualTo(503);
		slow.tryEmitComplete();
		assertThat(first.block()).hasSize(2 * PIECE);
		assertThat(this.reader.read(request(pieces(2))).block()).hasSize(2 * PIECE);
	}

	@Test
	void forgetsABodyWhoseClientWentAway() {
		Sinks.Many<DataBuffer> slow = Sinks.many().unicast().onBackpressureBuffer();
		slow.tryEmitNext(buffer("x".repeat(2 * PIECE)));
		this.reader.read(request(slow.asFlux())).subscribe().dispose();
		assertThat(this.reader.read(request(pieces(3))).block()).hasSize(3 * PIECE);
	}

	private static int status(Mono<byte[]> body) {
		return catchThrowableOfType(ApiException.class, body::block).status().value();
	}

	private static Flux<DataBuffer> pieces(int count) {
		List<String> pieces = Collections.nCopies(count, "x".repeat(PIECE));
		return Flux.fromIterable(pieces).map(BodyReaderTests::buffer);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

	private static MockServerHttpRequest request(Flux<DataBuffer> body) {
		return MockServerHttpRequest.post("/chats").body(body);
	}

}
