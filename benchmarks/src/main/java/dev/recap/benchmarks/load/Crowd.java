package dev.recap.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;

/** Sockets that stay open: a room full of users, or many that say nothing. */
public final class Crowd implements AutoCloseable {

	private static final byte[] MARK = "sent-at=".getBytes(StandardCharsets.US_ASCII);

	private final Loop loop = new Loop();

	private final List<Socket> sockets = new ArrayList<>();

	private final AtomicLong lastFrame = new AtomicLong(System.nanoTime());

	/** Belongs to the event loop. */
	private Latencies latencies = new Latencies();

	/**
	 * Opens sockets one after the other.
	 * @param path of each; {@code #} in it stands for its number
	 */
	public Crowd(int port, String path, int count) {
		for (int i = 0; i < count; i++) {
			String own = path.replace("#", String.valueOf(i));
			this.sockets.add(Socket.open(this.loop.loop(), port, own, 1, this::text).join());
		}
	}

	public int size() {
		return this.sockets.size();
	}

	/** Waits until no frame has come for a while, as after everybody's coming in. */
	public void awaitSilence(Duration silence) throws InterruptedException {
		while (System.nanoTime() - this.lastFrame.get() < silence.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(50);
		}
	}

	/**
	 * One of them speaks at a fixed rate, and all others hear it.
	 * @return times from when each message was to be sent to when each other one had it
	 */
	public LoadResult speak(double perSecond, Duration time) {
		CompletableFuture<LoadResult> result = new CompletableFuture<>();
		this.loop.loop().execute(() -> begin(perSecond, time, result));
		return result.join();
	}

	private void begin(double perSecond, Duration time, CompletableFuture<LoadResult> result) {
		this.latencies = new Latencies();
		Schedule schedule = new Schedule(System.nanoTime(), perSecond, time.toNanos());
		long messages = schedule.left();
		this.loop.loop().scheduleAtFixedRate(() -> speakDue(schedule), 0, 1, TimeUnit.MILLISECONDS);
		this.loop.loop()
			.schedule(() -> finish(messages, time, result), time.plusSeconds(3).toNanos(), TimeUnit.NANOSECONDS);
	}

	private void speakDue(Schedule schedule) {
		while (schedule.isDue(System.nanoTime())) {
			this.sockets.getFirst().write(Frames.text(Messages.marked(schedule.take())));
			this.sockets.getFirst().flush();
		}
	}

	private void finish(long messages, Duration time, CompletableFuture<LoadResult> result) {
		long expected = messages * (this.sockets.size() - 1);
		long heard = this.latencies.count();
		result.complete(new LoadResult(heard, expected - heard, time.toNanos(), this.latencies));
	}

	private void text(Socket socket, ByteBuf payload) {
		long now = System.nanoTime();
		this.lastFrame.set(now);
		long sentAt = sentAt(payload);
		if (sentAt > 0) {
			this.latencies.record(sentAt, now);
		}
	}

	private static long sentAt(ByteBuf payload) {
		int from = payload.readerIndex();
		int to = payload.writerIndex() - MARK.length;
		for (int at = payload.indexOf(from, to, MARK[0]); at >= 0; at = payload.indexOf(at + 1, to, MARK[0])) {
			if (isMark(payload, at)) {
				return number(payload, at + MARK.length);
			}
		}
		return 0;
	}

	private static boolean isMark(ByteBuf payload, int at) {
		for (int i = 0; i < MARK.length; i++) {
			if (payload.getByte(at + i) != MARK[i]) {
				return false;
			}
		}
		return true;
	}

	private static long number(ByteBuf payload, int from) {
		long value = 0;
		for (int at = from; Character.isDigit(payload.getByte(at)); at++) {
			value = value * 10 + payload.getByte(at) - '0';
		}
		return value;
	}

	@Override
	public void close() {
		this.sockets.forEach(Socket::close);
		this.loop.close();
	}

}
