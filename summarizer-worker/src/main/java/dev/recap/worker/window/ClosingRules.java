package dev.recap.worker.window;

import dev.recap.schema.summary.Trigger;
import dev.recap.worker.window.ConversationState.ClosedWindow;
import dev.recap.worker.window.ConversationState.Entry;
import dev.recap.worker.window.ConversationState.OpenWindow;

/** When a window closes and why; all times in epoch milliseconds. */
final class ClosingRules {

	private final WindowSettings settings;

	ClosingRules(WindowSettings settings) {
		this.settings = settings;
	}

	/** The earliest of what closes a window by the wall clock. */
	Due due(OpenWindow window) {
		Due count = new Due(countAt(window), Trigger.COUNT);
		Due idle = new Due(window.lastAt() + this.settings.idle().toMillis(), Trigger.IDLE);
		Due age = new Due(window.openedAt() + this.settings.maxAge().toMillis(), Trigger.AGE);
		return count.orEarlier(idle).orEarlier(age);
	}

	private long countAt(OpenWindow window) {
		ClosedWindow previous = window.previous();
		int enough = (previous != null && previous.byCount()) ? this.settings.nextCount() : this.settings.firstCount();
		if (window.messages() < enough) {
			return Long.MAX_VALUE;
		}
		return (previous != null) ? previous.closedAt() + this.settings.minInterval().toMillis() : window.lastAt();
	}

	/**
	 * Whether a message lies beyond the gap: one that is older than the window never
	 * does.
	 */
	boolean isBeyondGap(Entry entry, long to) {
		return entry.eventTime() - to > this.settings.gap().toMillis();
	}

	/** When a closed window has no more say. */
	long forgetAt(ClosedWindow window) {
		long interval = this.settings.minInterval().toMillis();
		return window.closedAt() + (window.byCount() ? Math.max(interval, this.settings.idle().toMillis()) : interval);
	}

	/** What a closed window still means to the one that a message opens. */
	ClosedWindow remembered(ClosedWindow window, Entry entry, long now) {
		boolean over = forgetAt(window) <= now || isBeyondGap(entry, window.to());
		return over ? window.startAnew() : window;
	}

	/** A moment at which a window closes, and why. */
	record Due(long at, Trigger trigger) {

		Due orEarlier(Due other) {
			return (other.at < this.at) ? other : this;
		}

	}

}
