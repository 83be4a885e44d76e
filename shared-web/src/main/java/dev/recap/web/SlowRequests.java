package dev.recap.web;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Ends a connection whose request, its head or its body, comes in too slowly. A request
 * that comes in one piece costs nothing.
 */
final class SlowRequests {

	private static final String BYTES = "recap.slowRequests.bytes";

	private static final String PARTS = "recap.slowRequests.parts";

	private final long patienceMillis;

	SlowRequests(Duration patience) {
		this.patienceMillis = patience.toMillis();
	}

	/** Watches a new connection. */
	void addTo(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			Parts parts = new Parts();
			pipeline.addBefore(NettyPipeline.HttpCodec, BYTES, new Bytes(parts, this.patienceMillis));
			pipeline.addAfter(NettyPipeline.HttpCodec, PARTS, parts);
		}
	}

	/** Sees what the bytes are decoded to. */
	private static final class Parts extends ChannelInboundHandlerAdapter {

		private int begun;

		private int ended;

		@Override
		public void channelRead(ChannelHandlerContext context, Object part) {
			if (part instanceof HttpRequest) {
				this.begun++;
			}
			if (part instanceof LastHttpContent) {
				this.ended++;
			}
			context.fireChannelRead(part);
		}

	}

	/** Sees the bytes before they are decoded. */
	private static final class Bytes extends ChannelInboundHandlerAdapter {

		private final Parts parts;

		private final long patienceMillis;

		private @Nullable Future<?> end;

		private int awaited;

		Bytes(Parts parts, long patienceMillis) {
			this.parts = parts;
			this.patienceMillis = patienceMillis;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object bytes) {
			int before = this.parts.ended;
			context.fireChannelRead(bytes);
			boolean whole = this.parts.ended != before && this.parts.begun == this.parts.ended;
			if (whole) {
				stop();
			}
			else if (context.pipeline().get(NettyPipeline.HttpCodec) == null) {
				// It is a WebSocket now.
				context.pipeline().remove(this);
			}
			else if (this.end == null || this.awaited != this.parts.ended) {
				stop();
				this.awaited = this.parts.ended;
				this.end = context.executor()
					.schedule(() -> context.close(), this.patienceMillis, TimeUnit.MILLISECONDS);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			stop();
			context.fireChannelInactive();
		}

		@Override
		public void handlerRemoved(ChannelHandlerContext context) {
			stop();
		}

		private void stop() {
			if (this.end != null) {
				this.end.cancel(false);
				this.end = null;
			}
		}

	}

}
