package dev.recap.worker.window;

import java.time.Duration;

import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitsTests {

	private static final long NOW = 1_800_000_000_000L;

	private final Commits commits = new Commits(Duration.ofMillis(100));

	private final MockProcessorContext<byte[], byte[]> one = new MockProcessorContext<>();

	private final MockProcessorContext<byte[], byte[]> other = new MockProcessorContext<>();

	@Test
	void asksAtOnceForTheFirstRequest() {
		this.commits.ask(this.one, NOW);
		assertThat(this.one.committed()).isTrue();
	}

	@Test
	void leavesWhatFollowsToTheInterval() {
		this.commits.ask(this.one, NOW);
		this.one.resetCommit();
		this.commits.ask(this.one, NOW + 99);
		this.commits.ask(this.other, NOW + 99);
		assertThat(this.one.committed()).isFalse();
		assertThat(this.other.committed()).isFalse();
	}

	@Test
	void asksAgainAfterAnInterval() {
		this.commits.ask(this.one, NOW);
		this.commits.ask(this.other, NOW + 100);
		assertThat(this.other.committed()).isTrue();
	}

	@Test
	void goesOnWhenTheClockWasSetBack() {
		this.commits.ask(this.one, NOW);
		this.commits.ask(this.other, NOW - 3_600_000);
		assertThat(this.other.committed()).isTrue();
	}

}
