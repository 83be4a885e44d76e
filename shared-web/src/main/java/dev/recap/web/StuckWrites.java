package dev.recap.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose client reads nothing of what is written to it. Only what is
 * left over after a flush starts a timer, so that an answer that leaves at once, as
 * nearly all do, costs nothing.
 */
final class StuckWrites extends ChannelOutboundHandlerAdapter {

	private final long patienceMillis;

	private @Nullable Future<?> end;

	private @Nullable Object waiting;

	private long written;

	StuckWrites(Duration patience) {
		this.patienceMillis = patience.toMillis();
	}

	@Override
	public void flush(ChannelHandlerContext context) {
		context.flush();
		ChannelOutboundBuffer left = left(context);
		if (left != null && this.end == null) {
			watch(context, left);
		}
	}

	/** What was flushed and did not leave; null when there is nothing. */
	private static @Nullable ChannelOutboundBuffer left(ChannelHandlerContext context) {
		ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
		return (buffer != null && buffer.current() != null) ? buffer : null;
	}

	private void watch(ChannelHandlerContext context, ChannelOutboundBuffer left) {
		this.waiting = left.current();
		this.written = left.currentProgress();
		this.end = context.executor().schedule(() -> look(context), this.patienceMillis, TimeUnit.MILLISECONDS);
	}

	private void look(ChannelHandlerContext context) {
		this.end = null;
		ChannelOutboundBuffer left = left(context);
		if (left == null) {
			this.waiting = null;
		}
		else if (left.current() == this.waiting && left.currentProgress() == this.written) {
			context.close();
		}
		else {
			watch(context, left);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.waiting = null;
		if (this.end != null) {
			this.end.cancel(false);
			this.end = null;
		}
	}

}
