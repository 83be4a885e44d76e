package dev.recap.gateway.body;

import java.util.concurrent.atomic.AtomicLong;

import dev.recap.web.ApiException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes bodies in, up to a size, and only so many long ones at once. */
public final class BodyReader {

	/** Bodies up to this size come in a piece or two and are not counted. */
	private static final long SHORT = 32 * 1024;

	private static final byte[] EMPTY = new byte[0];

	private final int maxBytes;

	private final long maxInMemory;

	private final AtomicLong inMemory = new AtomicLong();

	public BodyReader(LimitSettings limits) {
		this.maxBytes = Math.toIntExact(limits.body().toBytes());
		this.maxInMemory = limits.bodiesInMemory().toBytes();
	}

	/**
	 * The whole body; fails with an {@link ApiException}: 413, or 503 when overloaded.
	 */
	public Mono<byte[]> read(ServerHttpRequest request) {
		long length = length(request.getHeaders());
		if (length > this.maxBytes) {
			return Mono.error(tooLarge());
		}
		if (length >= 0 && length <= SHORT) {
			return joined(request.getBody());
		}
		return Mono.defer(() -> counted(request.getBody()));
	}

	private static long length(HttpHeaders headers) {
		try {
			return headers.getContentLength();
		}
		catch (NumberFormatException ex) {
			throw ApiException.invalid(HttpHeaders.CONTENT_LENGTH, "must be a number");
		}
	}

	private Mono<byte[]> counted(Flux<DataBuffer> body) {
		AtomicLong own = new AtomicLong();
		return joined(body.doOnNext((buffer) -> count(own, buffer)))
			.doFinally((signal) -> this.inMemory.addAndGet(-own.get()));
	}

	private void count(AtomicLong own, DataBuffer buffer) {
		int size = buffer.readableByteCount();
		if (own.addAndGet(size) > this.maxBytes) {
			this.inMemory.addAndGet(size);
			throw tooLarge();
		}
		if (this.inMemory.addAndGet(size) > this.maxInMemory) {
			throw ApiException.overloaded("Too many long bodies are coming in at once; send it again in a moment");
		}
	}

	private Mono<byte[]> joined(Flux<DataBuffer> body) {
		return DataBufferUtils.join(body, this.maxBytes)
			.map(BodyReader::bytes)
			.onErrorMap(DataBufferLimitException.class, (ex) -> tooLarge())
			.defaultIfEmpty(EMPTY);
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private ApiException tooLarge() {
		return ApiException.tooLarge("The body has more than " + this.maxBytes + " bytes");
	}

}
