package dev.recap.gateway.body;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import dev.recap.web.ApiException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

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
			return Mono.create((sink) -> request.getBody().subscribe(new ShortBody((int) length, sink)));
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

	/**
	 * A body of known length, copied as it comes: joining buffers takes six operators.
	 */
	private static final class ShortBody extends BaseSubscriber<DataBuffer> {

		private final byte[] bytes;

		private final MonoSink<byte[]> sink;

		private int count;

		ShortBody(int length, MonoSink<byte[]> sink) {
			this.bytes = (length > 0) ? new byte[length] : EMPTY;
			this.sink = sink;
			sink.onDispose(this);
		}

		@Override
		protected void hookOnNext(DataBuffer buffer) {
			int size = Math.min(buffer.readableByteCount(), this.bytes.length - this.count);
			buffer.read(this.bytes, this.count, size);
			DataBufferUtils.release(buffer);
			this.count += size;
		}

		@Override
		protected void hookOnComplete() {
			this.sink.success((this.count == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.count));
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.sink.error(failure);
		}

		@Override
		public Context currentContext() {
			return Context.of(this.sink.contextView());
		}

	}

}
