package dev.recap.web.rate;

import dev.recap.web.ApiException;
import io.github.bucket4j.Bucket;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.socket.WebSocketSession;

/**
 * How many frames one socket may still send: within a limit of its own and within its
 * caller's. Frames come one after another.
 */
public final class FrameLimit {

	private static final String ATTRIBUTE = "dev.recap.frames";

	/** How long the caller's bucket is kept at hand before it is looked up again. */
	private static final long LOOKUP_MILLIS = 30_000;

	/** How long other instances do not hear of frames that came here. */
	private static final long REPORT_MILLIS = 500;

	private final RateLimits limits;

	private final RateKey caller;

	private final Bucket own;

	private Bucket callers;

	private long lookedUp;

	private long reported;

	private int unreported;

	private volatile long pausedUntil;

	FrameLimit(RateLimits limits, RateKey caller, Bucket own) {
		this.limits = limits;
		this.caller = caller;
		this.own = own;
		this.callers = limits.bucket(caller);
		this.lookedUp = limits.millis();
		this.reported = this.lookedUp;
	}

	/** That of a socket; null where none was set. */
	public static @Nullable FrameLimit of(WebSocketSession session) {
		return (FrameLimit) session.getAttributes().get(ATTRIBUTE);
	}

	void setFor(WebSocketSession session) {
		session.getAttributes().put(ATTRIBUTE, this);
	}

	/** Counts a frame; answers what its sender is told when it is one too many. */
	public @Nullable ApiException take() {
		long now = this.limits.millis();
		if (!this.own.tryConsume(1)) {
			return exceeded(this.own);
		}
		if (now < this.pausedUntil) {
			return RateLimits.exceeded("frames", (this.pausedUntil - now) * 1_000_000);
		}
		if (now - this.lookedUp > LOOKUP_MILLIS) {
			this.callers = this.limits.bucket(this.caller);
			this.lookedUp = now;
		}
		if (!this.callers.tryConsume(1)) {
			return exceeded(this.callers);
		}
		if (this.limits.sharing()) {
			note(now);
		}
		return null;
	}

	/** Tells other instances of the last frames. */
	void closed() {
		if (this.unreported > 0) {
			this.limits.report(this.caller, this.unreported);
			this.unreported = 0;
		}
	}

	private void note(long now) {
		this.unreported++;
		if (now - this.reported >= REPORT_MILLIS) {
			this.limits.report(this.caller, this.unreported).thenAccept(this::pause);
			this.unreported = 0;
			this.reported = now;
		}
	}

	private void pause(long nanos) {
		if (nanos > 0) {
			this.pausedUntil = this.limits.millis() + nanos / 1_000_000;
		}
	}

	private static ApiException exceeded(Bucket bucket) {
		return RateLimits.exceeded("frames", bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
	}

}
