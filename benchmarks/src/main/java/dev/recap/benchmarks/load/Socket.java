package dev.recap.benchmarks.load;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose frames go out as they were made before. */
final class Socket extends ByteToMessageDecoder {

	private static final int SWITCHING = 101;

	private static final String UPGRADE = " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
			+ "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

	private final Listener listener;

	private final CompletableFuture<Socket> opened = new CompletableFuture<>();

	private @Nullable Channel channel;

	/** Ring of the times at which frames were sent that are not answered yet. */
	private final long[] sent;

	private int oldest;

	private int waiting;

	private Socket(int window, Listener listener) {
		this.sent = new long[window];
		this.listener = listener;
	}

	static CompletableFuture<Socket> open(EventLoop loop, int port, String path, int window, Listener listener) {
		Socket socket = new Socket(window, listener);
		Channel channel = new Bootstrap().group(loop)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(socket)
			.connect("127.0.0.1", port)
			.syncUninterruptibly()
			.channel();
		socket.channel = channel;
		channel.writeAndFlush(Requests.bytes("GET " + path + UPGRADE));
		return socket.opened;
	}

	/** Whether another frame may be under way. */
	boolean hasRoom() {
		return this.waiting < this.sent.length;
	}

	/** Remembers when a frame was to leave, until its answer asks. */
	void write(ByteBuf frame, long intended) {
		this.sent[(this.oldest + this.waiting) % this.sent.length] = intended;
		this.waiting++;
		write(frame);
	}

	/** A frame that gets no answer. */
	void write(ByteBuf frame) {
		if (this.channel != null) {
			this.channel.write(frame, this.channel.voidPromise());
		}
	}

	void flush() {
		if (this.channel != null) {
			this.channel.flush();
		}
	}

	/** When the frame that is answered now was to leave. */
	long answered() {
		long intended = this.sent[this.oldest];
		this.oldest = (this.oldest + 1) % this.sent.length;
		this.waiting--;
		return intended;
	}

	int waiting() {
		return this.waiting;
	}

	void close() {
		if (this.channel != null) {
			this.channel.close();
		}
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.opened.isDone()) {
			frame(in);
		}
		else {
			upgrade(in);
		}
	}

	private void upgrade(ByteBuf in) {
		int end = Answers.headEnd(in, in.readerIndex());
		if (end < 0) {
			return;
		}
		int status = Answers.status(in);
		in.readerIndex(end);
		if (status == SWITCHING) {
			this.opened.complete(this);
		}
		else {
			this.opened.completeExceptionally(new IllegalStateException("No WebSocket: status " + status));
		}
	}

	private void frame(ByteBuf in) {
		int start = in.readerIndex();
		if (in.readableBytes() < 2) {
			return;
		}
		int first = in.getByte(start + 1) & 0x7f;
		int head = switch (first) {
			case 126 -> 4;
			case 127 -> 10;
			default -> 2;
		};
		if (in.readableBytes() < head) {
			return;
		}
		int length = switch (first) {
			case 126 -> in.getUnsignedShort(start + 2);
			case 127 -> Math.toIntExact(in.getLong(start + 2));
			default -> first;
		};
		if (in.readableBytes() < head + length) {
			return;
		}
		take(in.getByte(start) & 0x0f, in.slice(start + head, length));
		in.skipBytes(head + length);
	}

	private void take(int code, ByteBuf payload) {
		if (code == Frames.TEXT) {
			this.listener.text(this, payload);
		}
		else if (code == Frames.PING) {
			byte[] bytes = new byte[payload.readableBytes()];
			payload.readBytes(bytes);
			write(Frames.pong(bytes));
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		super.channelReadComplete(context);
		context.flush();
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext context) {
		this.opened.completeExceptionally(new IllegalStateException("The WebSocket was closed before it opened"));
		this.listener.lost(this);
	}

	/** Called on the event loop only. */
	interface Listener {

		/**
		 * A frame came; what is written in here is flushed when all that came is read.
		 */
		void text(Socket socket, ByteBuf payload);

		default void lost(Socket socket) {
		}

	}

}
