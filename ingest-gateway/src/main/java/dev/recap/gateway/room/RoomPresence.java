package dev.recap.gateway.room;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.recap.observe.Vital;
import dev.recap.web.tail.TopicTail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Keeps presence going: reads the topic, beats, and says goodbye at the end. */
final class RoomPresence implements Vital, SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(RoomPresence.class);

	private final Rooms rooms;

	private final TopicTail tail;

	private final Duration heartbeat;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("presence").factory());

	private volatile boolean running;

	RoomPresence(Rooms rooms, TopicTail tail, Duration heartbeat) {
		this.rooms = rooms;
		this.tail = tail;
		this.heartbeat = heartbeat;
	}

	@Override
	public void start() {
		this.running = true;
		this.tail.start();
		this.tail.ready().thenRun(this.rooms::forgetEarlierLife);
		this.timer.scheduleWithFixedDelay(this::beat, 0, this.heartbeat.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		this.running = false;
		this.timer.shutdownNow();
		this.rooms.close();
		this.tail.close();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public String vitalName() {
		return this.tail.vitalName();
	}

	@Override
	public boolean alive() {
		return this.tail.alive();
	}

	private void beat() {
		try {
			this.rooms.beat();
		}
		catch (RuntimeException ex) {
			log.warn("A heartbeat failed", ex);
		}
	}

}
