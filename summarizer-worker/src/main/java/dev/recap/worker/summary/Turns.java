package dev.recap.worker.summary;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One request of a conversation at a time in this process, so that two of the same kind
 * are not both paid for; between processes the stored data decides.
 */
final class Turns {

	private final ConcurrentMap<String, Turn> turns = new ConcurrentHashMap<>();

	<T> T take(String key, Supplier<T> work) {
		Turn turn = this.turns.compute(key, (ignored, before) -> (before != null) ? before.join() : new Turn(1));
		turn.lock().lock();
		try {
			return work.get();
		}
		finally {
			turn.lock().unlock();
			this.turns.compute(key, (ignored, now) -> (now != null) ? now.leave() : null);
		}
	}

	/** A conversation's lock and how many use it. */
	private record Turn(ReentrantLock lock, int users) {

		Turn(int users) {
			this(new ReentrantLock(), users);
		}

		Turn join() {
			return new Turn(this.lock, this.users + 1);
		}

		@Nullable Turn leave() {
			return (this.users > 1) ? new Turn(this.lock, this.users - 1) : null;
		}

	}

}
