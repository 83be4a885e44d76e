package dev.recap.web.rate;

import java.time.Duration;
import java.util.List;

import dev.recap.testing.TestClock;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameLimitTests {

	private static final RateKey ALICE = new RateKey(RateKey.Kind.USER, "alice", false);

	private static final RateKey BOB = new RateKey(RateKey.Kind.USER, "bob", false);

	private final TestClock clock = TestClock.at("2026-01-02T03:04:05Z");

	@Test
	void oneSocketHasSoManyFramesASecond() {
		FrameLimit socket = socket(limits(1000, 4, null), ALICE);
		assertThat(taken(socket, 10)).isEqualTo(4);
		this.clock.pass(Duration.ofMillis(250));
		assertThat(taken(socket, 10)).isEqualTo(1);
		ApiException refusal = socket.take();
		assertThat(refusal).isNotNull();
		assertThat(refusal.code()).isEqualTo("rate_limited");
	}

	@Test
	void aBurstMayBeLargerThanASecond() {
		FrameLimit socket = socket(limits(1000, 4, 10), ALICE);
		assertThat(taken(socket, 20)).isEqualTo(10);
		this.clock.pass(Duration.ofSeconds(1));
		assertThat(taken(socket, 20)).isEqualTo(4);
	}

	@Test
	void allSocketsOfACallerShareItsMinute() {
		RateLimits limits = limits(6, 4, null);
		assertThat(taken(socket(limits, ALICE), 10)).isEqualTo(4);
		assertThat(taken(socket(limits, ALICE), 10)).isEqualTo(2);
		assertThat(taken(socket(limits, BOB), 10)).isEqualTo(4);
		assertThat(limits.takeHere(ALICE).isConsumed()).isFalse();
	}

	@Test
	void aSocketThatStaysOpenGoesOnSharingIt() {
		RateLimits limits = limits(60, 1000, null);
		FrameLimit one = socket(limits, ALICE);
		taken(one, 60);
		this.clock.pass(Duration.ofMinutes(5));
		assertThat(taken(one, 100)).isEqualTo(60);
		assertThat(limits.takeHere(ALICE).isConsumed()).isFalse();
	}

	private static int taken(FrameLimit socket, int tries) {
		int taken = 0;
		for (int i = 0; i < tries; i++) {
			@Nullable ApiException refusal = socket.take();
			taken += (refusal == null) ? 1 : 0;
		}
		return taken;
	}

	private RateLimits limits(int minute, int socket, @Nullable Integer burst) {
		return new RateLimits(new RateSettings(minute, minute, minute, minute, socket, burst, 5, 1000, List.of()), null,
				this.clock);
	}

	private static FrameLimit socket(RateLimits limits, RateKey caller) {
		return new FrameLimit(limits, caller, limits.socketBucket());
	}

}
