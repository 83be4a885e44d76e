package dev.recap.worker.summary;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One lock for each conversation, of a fixed number shared by all. */
final class Locks {

	private static final int STRIPES = 256;

	private final Lock[] stripes = new Lock[STRIPES];

	Locks() {
		for (int i = 0; i < STRIPES; i++) {
			this.stripes[i] = new ReentrantLock();
		}
	}

	Lock of(String conversationId) {
		return this.stripes[Math.floorMod(conversationId.hashCode(), STRIPES)];
	}

}
