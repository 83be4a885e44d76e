package dev.recap.standalone.mongo;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Takes connections, as the library's server does but for how commands are read and
 * answers written.
 *
 * <p>
 * One worker applies, journals and answers all commands, one after the other: that is the
 * journal's order, and no lock is needed.
 */
final class Listener implements AutoCloseable {

	private final MongoBackend backend;

	private final EventLoopGroup acceptor = group("mongo-server-boss");

	private final EventLoopGroup worker = group("mongo-server-worker");

	private final ChannelGroup clients = new DefaultChannelGroup("mongodb-channels", this.worker.next());

	private final Channel channel;

	Listener(MongoBackend backend, InetSocketAddress address) {
		this.backend = backend;
		try {
			this.channel = new ServerBootstrap().group(this.acceptor, this.worker)
				.channel(NioServerSocketChannel.class)
				.option(ChannelOption.SO_BACKLOG, 100)
				.childOption(ChannelOption.TCP_NODELAY, true)
				.childHandler(new Pipeline())
				.bind(address)
				.syncUninterruptibly()
				.channel();
		}
		catch (RuntimeException ex) {
			end();
			throw ex;
		}
	}

	private static EventLoopGroup group(String name) {
		return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name), NioIoHandler.newFactory());
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.channel.localAddress();
	}

	@Override
	public void close() {
		this.channel.close().syncUninterruptibly();
		this.clients.close().syncUninterruptibly();
		end();
	}

	private void end() {
		this.acceptor.shutdownGracefully(0, 5, TimeUnit.SECONDS);
		this.worker.shutdownGracefully(0, 5, TimeUnit.SECONDS);
		this.acceptor.terminationFuture().syncUninterruptibly();
		this.worker.terminationFuture().syncUninterruptibly();
		this.backend.close();
	}

	/** What a connection's bytes pass. */
	private final class Pipeline extends ChannelInitializer<SocketChannel> {

		@Override
		protected void initChannel(SocketChannel client) {
			client.pipeline()
				.addLast(new MongoWireReplyEncoder(), new ReplyEncoder(), new CommandDecoder(),
						new MongoDatabaseHandler(Listener.this.backend, Listener.this.clients),
						new MongoExceptionHandler());
		}

	}

}
