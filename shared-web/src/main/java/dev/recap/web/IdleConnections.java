package dev.recap.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Ends a connection on which nothing was asked for a while. The server's own way changes
 * the pipeline twice and the timers twice for each request; this looks at a clock.
 */
final class IdleConnections {

	private static final String NAME = "recap.idleConnections";

	private final long patienceNanos;

	IdleConnections(Duration patience) {
		this.patienceNanos = patience.toNanos();
	}

	/** Watches a new connection. */
	void addTo(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new Watch(this.patienceNanos));
		}
	}

	private static final class Watch extends ChannelDuplexHandler {

		private final long patienceNanos;

		private int open;

		private long quietSince = System.nanoTime();

		private @Nullable Future<?> next;

		Watch(long patienceNanos) {
			this.patienceNanos = patienceNanos;
		}

		@Override
		public void handlerAdded(ChannelHandlerContext context) {
			lookIn(context, this.patienceNanos);
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object part) {
			if (part instanceof HttpRequest) {
				this.open++;
			}
			context.fireChannelRead(part);
		}

		@Override
		public void write(ChannelHandlerContext context, Object part, ChannelPromise promise) {
			if (part instanceof LastHttpContent && !isInterim(part)) {
				this.open--;
				this.quietSince = System.nanoTime();
			}
			context.write(part, promise);
		}

		/** Such as "100 Continue", which is whole and yet not the answer. */
		private static boolean isInterim(Object part) {
			return part instanceof HttpResponse response
					&& response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
		}

		private void lookIn(ChannelHandlerContext context, long nanos) {
			this.next = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
		}

		private void look(ChannelHandlerContext context) {
			if (context.pipeline().get(NettyPipeline.HttpCodec) == null) {
				// It is a WebSocket now.
				context.pipeline().remove(this);
				return;
			}
			long left = this.patienceNanos - (System.nanoTime() - this.quietSince);
			if (this.open > 0) {
				lookIn(context, this.patienceNanos);
			}
			else if (left > 0) {
				lookIn(context, left);
			}
			else {
				context.close();
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
			if (this.next != null) {
				this.next.cancel(false);
			}
		}

	}

}
