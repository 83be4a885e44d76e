package dev.recap.benchmarks.load;

import java.util.List;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** A kept-alive HTTP connection that reads no more of answers than it must. */
final class Connection extends ByteToMessageDecoder {

	private final Listener listener;

	private @Nullable Channel channel;

	/** When the request under way was to be sent. */
	long intended;

	Connection(Listener listener) {
		this.listener = listener;
	}

	static Connection open(EventLoop loop, int port, Listener listener) {
		Connection connection = new Connection(listener);
		connection.channel = new Bootstrap().group(loop)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(connection)
			.connect("127.0.0.1", port)
			.syncUninterruptibly()
			.channel();
		return connection;
	}

	void send(ByteBuf request, long at) {
		this.intended = at;
		if (this.channel != null) {
			this.channel.writeAndFlush(request, this.channel.voidPromise());
		}
	}

	void close() {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		int length = Answers.length(in);
		if (length > 0) {
			int status = Answers.status(in);
			in.skipBytes(length);
			this.listener.answered(this, status);
		}
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext context) {
		this.listener.lost(this);
	}

	/** Called on the event loop only. */
	interface Listener {

		void answered(Connection connection, int status);

		void lost(Connection connection);

	}

}
