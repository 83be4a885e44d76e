package dev.recap.web.rate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;

/** Pings a socket that says nothing, and ends it when it does not answer. */
final class SilentSocket extends IdleStateHandler {

	SilentSocket(Duration silence) {
		super(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
	}

	@Override
	protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
		if (event.state() == IdleState.READER_IDLE && event.isFirst()) {
			context.channel().writeAndFlush(new PingWebSocketFrame());
		}
		else {
			context.close();
		}
	}

}
