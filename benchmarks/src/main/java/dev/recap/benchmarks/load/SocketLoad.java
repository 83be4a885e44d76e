package dev.recap.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Frames on many WebSockets at once, so many of each under way. */
public final class SocketLoad {

	private SocketLoad() {
	}

	/**
	 * Sends single messages, pipelined, as fast as they are acknowledged.
	 * @param window frames of one socket that wait for their ack
	 */
	public static LoadResult pipelined(int port, String path, int sockets, int window, Requests frames, Duration time) {
		try (Loop loop = new Loop()) {
			return new Run(loop.loop(), frames, time).run(port, path, sockets, window);
		}
	}

	/** Its fields belong to the event loop. */
	private static final class Run implements Socket.Listener {

		/** Where {@code {"type":"ack"} and {@code {"type":"error"} differ. */
		private static final int KIND = 9;

		private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

		private final CompletableFuture<LoadResult> result = new CompletableFuture<>();

		private final Latencies latencies = new Latencies();

		private final List<Socket> sockets = new ArrayList<>();

		private final EventLoop loop;

		private final Requests frames;

		private final long nanos;

		private long end;

		private long answered;

		private long failed;

		Run(EventLoop loop, Requests frames, Duration time) {
			this.loop = loop;
			this.frames = frames;
			this.nanos = time.toNanos();
		}

		LoadResult run(int port, String path, int count, int window) {
			for (int i = 0; i < count; i++) {
				this.sockets.add(Socket.open(this.loop, port, path, window, this).join());
			}
			this.loop.execute(this::begin);
			this.loop.schedule(this::finish, this.nanos + PATIENCE_NANOS, TimeUnit.NANOSECONDS);
			return this.result.join();
		}

		private void begin() {
			this.end = System.nanoTime() + this.nanos;
			for (Socket socket : this.sockets) {
				fill(socket, System.nanoTime());
				socket.flush();
			}
		}

		private void fill(Socket socket, long now) {
			while (socket.hasRoom()) {
				socket.write(this.frames.next(), now);
			}
		}

		@Override
		public void text(Socket socket, ByteBuf payload) {
			long intended = socket.answered();
			long now = System.nanoTime();
			if (now - this.end < 0) {
				count(payload, intended, now);
				fill(socket, now);
			}
			else if (socket.waiting() == 0 && this.sockets.stream().allMatch((one) -> one.waiting() == 0)) {
				finish();
			}
		}

		private void count(ByteBuf payload, long intended, long now) {
			if (payload.getByte(KIND) == 'a') {
				this.answered++;
				this.latencies.record(intended, now);
			}
			else {
				this.failed++;
			}
		}

		@Override
		public void lost(Socket socket) {
			if (!this.result.isDone()) {
				this.result.completeExceptionally(new IllegalStateException("A WebSocket was closed under load"));
			}
		}

		private void finish() {
			this.result.complete(new LoadResult(this.answered, this.failed, this.nanos, this.latencies));
			this.sockets.forEach(Socket::close);
		}

	}

}
