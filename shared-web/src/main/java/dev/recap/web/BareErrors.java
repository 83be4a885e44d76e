package dev.recap.web;

import java.time.Clock;

import dev.recap.schema.ErrorBody;
import dev.recap.schema.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Gives the error body to errors that the server answers by itself and without one: a
 * request it cannot parse never reaches {@link ErrorHandler}.
 */
@ChannelHandler.Sharable
final class BareErrors extends ChannelOutboundHandlerAdapter {

	private static final String NAME = "recap.bareErrors";

	private final Clock clock;

	BareErrors(Clock clock) {
		this.clock = clock;
	}

	/** Places this where every response passes on its way out. */
	void addTo(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, NAME, this);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof FullHttpResponse response && isBareError(response)) {
			context.write(described(response), promise);
			ReferenceCountUtil.release(response);
		}
		else {
			context.write(message, promise);
		}
	}

	private static boolean isBareError(FullHttpResponse response) {
		return response.status().code() >= HttpResponseStatus.BAD_REQUEST.code() && !response.content().isReadable()
				&& !response.headers().contains(HttpHeaderNames.CONTENT_TYPE);
	}

	private FullHttpResponse described(FullHttpResponse bare) {
		ErrorBody body = switch (bare.status().code()) {
			case 413 -> body("The body is larger than this service takes", "too_large");
			case 414 -> body("The address is longer than this service takes", "too_large");
			case 431 -> body("The headers are longer than this service takes", "too_large");
			case 500 -> body("Something went wrong here; the log of the service says what", "internal");
			default ->
				body("The request is not HTTP as it should be; look at its address and its headers", "invalid_request");
		};
		byte[] json = Json.bytes(body);
		FullHttpResponse response = new DefaultFullHttpResponse(bare.protocolVersion(), bare.status(),
				Unpooled.wrappedBuffer(json));
		response.headers()
			.set(bare.headers())
			.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
			.set("X-Content-Type-Options", "nosniff")
			.set(HttpHeaderNames.CACHE_CONTROL, "no-store")
			.setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
		if (!response.headers().contains(RequestId.HEADER)) {
			response.headers().set(RequestId.HEADER, RequestId.of((String) null));
		}
		return response;
	}

	private ErrorBody body(String error, String code) {
		return ErrorBody.of(error, code, this.clock.instant());
	}

}
