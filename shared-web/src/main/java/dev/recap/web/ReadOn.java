package dev.recap.web;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.NettyPipeline;

/**
 * Reads on when a request is answered: a connection whose request had a body that nobody
 * read would stay as it is, with reading switched off, and the next request on it would
 * wait for ever.
 */
@ChannelHandler.Sharable
final class ReadOn extends ChannelOutboundHandlerAdapter {

	private static final String NAME = "recap.readOn";

	void addTo(ChannelPipeline pipeline) {
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			pipeline.addAfter(NettyPipeline.HttpCodec, NAME, this);
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof LastHttpContent) {
			context.write(message, promise.unvoid()).addListener((written) -> context.read());
		}
		else {
			context.write(message, promise);
		}
	}

}
