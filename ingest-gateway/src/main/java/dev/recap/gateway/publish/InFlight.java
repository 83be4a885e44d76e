package dev.recap.gateway.publish;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what waits for Kafka and refuses what would be too much. */
final class InFlight {

	private final long maxBytes;

	private final int maxRequests;

	private final AtomicLong bytes = new AtomicLong();

	private final AtomicInteger requests = new AtomicInteger();

	InFlight(long maxBytes, int maxRequests) {
		this.maxBytes = maxBytes;
		this.maxRequests = maxRequests;
	}

	boolean tryEnter(long size) {
		int ahead = this.requests.getAndIncrement();
		long waiting = this.bytes.getAndAdd(size);
		// A request alone always fits, or it would be refused for ever.
		if (ahead < this.maxRequests && (waiting == 0 || waiting + size <= this.maxBytes)) {
			return true;
		}
		leave(size);
		return false;
	}

	void leave(long size) {
		this.bytes.addAndGet(-size);
		this.requests.decrementAndGet();
	}

	long bytes() {
		return this.bytes.get();
	}

	int requests() {
		return this.requests.get();
	}

}
