package dev.recap.web.rate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.recap.testing.RedisServer;
import dev.recap.testing.TestClock;
import io.github.bucket4j.ConsumptionProbe;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf(value = "dev.recap.testing.RedisServer#isInstalled", disabledReason = "There is no redis-server here")
class RedisBucketsTests {

	private static final RateKey ALICE = new RateKey(RateKey.Kind.USER, "alice", false);

	private static final RateSettings SETTINGS = new RateSettings(500, 500, 3, 500, 1000, null, 5, 1000, List.of());

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final TestClock clock = TestClock.at("2026-01-02T03:04:05Z");

	@TempDir
	Path folder;

	private RedisServer redis;

	private RedisBuckets first;

	private RedisBuckets second;

	@BeforeEach
	void start() {
		this.redis = RedisServer.start(this.folder);
		this.first = connected(Duration.ofSeconds(20));
		this.second = connected(Duration.ofSeconds(20));
	}

	@AfterEach
	void stop() {
		this.first.close();
		this.second.close();
		this.redis.close();
	}

	@Test
	void twoInstancesHaveOneLimitBetweenThem() {
		RateLimits one = new RateLimits(SETTINGS, this.first, this.clock);
		RateLimits other = new RateLimits(SETTINGS, this.second, this.clock);
		List<CompletableFuture<ConsumptionProbe>> asked = IntStream.range(0, 1500)
			.mapToObj((i) -> shared((i % 3 == 0) ? one : other))
			.toList();
		assertThat(asked.stream().filter((probe) -> probe.join().isConsumed())).hasSize(500);
		this.clock.pass(Duration.ofSeconds(6));
		assertThat(IntStream.range(0, 100).filter((i) -> shared((i % 2 == 0) ? one : other).join().isConsumed()))
			.hasSize(50);
	}

	@Test
	void failedSignInsAtOneInstanceCountAtTheOther() {
		RateLimits one = new RateLimits(SETTINGS, this.first, this.clock);
		RateLimits other = new RateLimits(SETTINGS, this.second, this.clock);
		RateKey failures = new RateKey(RateKey.Kind.FAILURES, "192.0.2.1", false);
		assertThat(Stream.of(one, other, one, other, one).map((limits) -> shared(limits, failures).join().isConsumed()))
			.containsExactly(true, true, true, false, false);
	}

	@Test
	void framesThatCameToOneInstanceCountAtTheOther() {
		RateLimits one = new RateLimits(SETTINGS, this.first, this.clock);
		RateLimits other = new RateLimits(SETTINGS, this.second, this.clock);
		FrameLimit socket = new FrameLimit(one, ALICE, one.socketBucket());
		for (int i = 0; i < 400; i++) {
			assertThat(socket.take()).isNull();
		}
		socket.closed();
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(shared(other).join().getRemainingTokens()).isLessThan(100));
	}

	@Test
	void aSocketPausesWhenOthersHaveUsedItsMinuteUp() {
		RateLimits one = new RateLimits(SETTINGS, this.first, this.clock);
		RateLimits other = new RateLimits(SETTINGS, this.second, this.clock);
		for (int i = 0; i < 500; i++) {
			assertThat(shared(other).join().isConsumed()).isTrue();
		}
		FrameLimit socket = new FrameLimit(one, ALICE, one.socketBucket());
		for (int i = 0; i < 100; i++) {
			assertThat(socket.take()).isNull();
		}
		this.clock.pass(Duration.ofSeconds(1));
		Awaitility.await().atMost(PATIENCE).until(() -> socket.take() != null);
	}

	@Test
	void whatIsFullAgainIsForgotten() {
		RateLimits one = new RateLimits(SETTINGS, this.first, this.clock);
		assertThat(shared(one).join().isConsumed()).isTrue();
		try (RedisClient client = RedisClient.create(this.redis.url())) {
			RedisCommands<String, String> redis = client.connect().sync();
			assertThat(redis.keys("*")).containsExactly("recap:rate:u:500:alice");
			assertThat(redis.ttl("recap:rate:u:500:alice")).isBetween(1L, 20L);
		}
	}

	@Test
	void anInstanceDecidesByItselfWhileRedisIsSlowAndSaysSo() {
		try (RedisBuckets quick = connected(Duration.ofMillis(50))) {
			RateLimits limits = new RateLimits(SETTINGS, quick, this.clock);
			assertThat(shared(limits).join().isConsumed()).isTrue();
			this.redis.freeze();
			Awaitility.await().atMost(PATIENCE).until(() -> limits.takeShared(ALICE) == null);
			assertThat(quick.up()).isFalse();
			assertThat(limits.takeHere(ALICE).isConsumed()).isTrue();
			this.redis.thaw();
			Awaitility.await().atMost(PATIENCE).until(() -> limits.takeShared(ALICE) != null && quick.up());
		}
	}

	@Test
	void anInstanceThatStartsBeforeRedisFindsItLater() {
		int port = this.redis.port();
		this.redis.close();
		try (RedisBuckets early = new RedisBuckets("redis://127.0.0.1:" + port, Duration.ofSeconds(20), SETTINGS,
				this.clock)) {
			early.connect();
			assertThat(early.take(ALICE)).isNull();
			this.redis = RedisServer.start(this.folder, port);
			Awaitility.await().atMost(PATIENCE).until(() -> early.take(ALICE) != null);
			assertThat(early.up()).isTrue();
		}
	}

	private static CompletableFuture<ConsumptionProbe> shared(RateLimits limits) {
		return shared(limits, ALICE);
	}

	private static CompletableFuture<ConsumptionProbe> shared(RateLimits limits, RateKey key) {
		@Nullable CompletableFuture<ConsumptionProbe> taken = limits.takeShared(key);
		return (taken != null) ? taken
				: CompletableFuture.failedFuture(new IllegalStateException("Redis was not asked"));
	}

	private RedisBuckets connected(Duration timeout) {
		RedisBuckets buckets = new RedisBuckets(this.redis.url(), timeout, SETTINGS, this.clock);
		buckets.connect();
		Awaitility.await().atMost(PATIENCE).until(buckets::up);
		return buckets;
	}

}
