package dev.recap.benchmarks.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;

/**
 * Load on an HTTP port. Everything happens on one thread, so that as little of the
 * processor as can be is taken from what is measured.
 */
public final class HttpLoad {

	private HttpLoad() {
	}

	/** Each connection sends its next request as soon as the last one is answered. */
	public static LoadResult closed(int port, int connections, Requests requests, Duration time) {
		try (Loop loop = new Loop()) {
			return new Closed(loop.loop(), port, connections, requests, time).run();
		}
	}

	/** Requests leave at a fixed rate, whatever becomes of those before. */
	public static LoadResult open(int port, int connections, double perSecond, Requests requests, Duration time) {
		try (Loop loop = new Loop()) {
			return new Open(loop.loop(), port, connections, perSecond, requests, time).run();
		}
	}

	/** What both kinds share; its fields belong to the event loop. */
	private abstract static class Run implements Connection.Listener {

		private static final Duration PATIENCE = Duration.ofSeconds(20);

		final CompletableFuture<LoadResult> result = new CompletableFuture<>();

		final Latencies latencies = new Latencies();

		final List<Connection> connections = new ArrayList<>();

		final Requests requests;

		final EventLoop loop;

		final long nanos;

		long answered;

		long failed;

		int underWay;

		Run(EventLoop loop, int port, int connections, Requests requests, Duration time) {
			this.loop = loop;
			this.requests = requests;
			this.nanos = time.toNanos();
			for (int i = 0; i < connections; i++) {
				this.connections.add(Connection.open(loop, port, this));
			}
		}

		LoadResult run() {
			this.loop.execute(this::begin);
			this.loop.schedule(() -> finish(this.underWay), this.nanos + PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
			return this.result.join();
		}

		abstract void begin();

		final void send(Connection connection, long intended) {
			this.underWay++;
			connection.send(this.requests.next(), intended);
		}

		final void count(Connection connection, int status, long now) {
			if (status >= 200 && status < 300) {
				this.answered++;
				this.latencies.record(connection.intended, now);
			}
			else {
				this.failed++;
			}
		}

		@Override
		public final void lost(Connection connection) {
			if (!this.result.isDone()) {
				this.result.completeExceptionally(new IllegalStateException("A connection was closed under load"));
				this.connections.forEach(Connection::close);
			}
		}

		final void finish(long unanswered) {
			if (this.result
				.complete(new LoadResult(this.answered, this.failed + unanswered, this.nanos, this.latencies))) {
				this.connections.forEach(Connection::close);
			}
		}

	}

	/** As many under way as there are connections. */
	private static final class Closed extends Run {

		private long end;

		Closed(EventLoop loop, int port, int connections, Requests requests, Duration time) {
			super(loop, port, connections, requests, time);
		}

		@Override
		void begin() {
			long now = System.nanoTime();
			this.end = now + this.nanos;
			this.connections.forEach((connection) -> send(connection, now));
		}

		@Override
		public void answered(Connection connection, int status) {
			this.underWay--;
			long now = System.nanoTime();
			if (now - this.end < 0) {
				count(connection, status, now);
				send(connection, now);
			}
			else if (this.underWay == 0) {
				finish(0);
			}
		}

	}

	/** As many under way as the rate and the server make it. */
	private static final class Open extends Run {

		private static final long TICK_NANOS = 500_000;

		private final double perSecond;

		private final Deque<Connection> free = new ArrayDeque<>();

		private Schedule schedule = new Schedule(0, 1, 0);

		Open(EventLoop loop, int port, int connections, double perSecond, Requests requests, Duration time) {
			super(loop, port, connections, requests, time);
			this.perSecond = perSecond;
		}

		@Override
		void begin() {
			this.free.addAll(this.connections);
			this.schedule = new Schedule(System.nanoTime(), this.perSecond, this.nanos);
			this.loop.scheduleAtFixedRate(this::sendDue, 0, TICK_NANOS, TimeUnit.NANOSECONDS);
		}

		private void sendDue() {
			long now = System.nanoTime();
			while (!this.free.isEmpty() && this.schedule.isDue(now)) {
				send(this.free.pop(), this.schedule.take());
			}
		}

		@Override
		public void answered(Connection connection, int status) {
			this.underWay--;
			count(connection, status, System.nanoTime());
			this.free.push(connection);
			sendDue();
			if (this.schedule.isOver() && this.underWay == 0) {
				finish(this.schedule.left());
			}
		}

	}

}
