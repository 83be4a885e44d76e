package dev.recap.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.recap.schema.Json;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyDelta;
import dev.recap.schema.reply.ReplyEvent.ReplyFailed;
import dev.recap.web.ApiException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RepliesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Replies replies = new Replies(1);

	private final AtomicInteger abandoned = new AtomicInteger();

	@Test
	void passesOnWhatComesForTheRequestUntilItFails() {
		ReplyDelta delta = new ReplyDelta("r", 1, 0, "Hel");
		ReplyFailed failed = new ReplyFailed("r", "c", "timeout", "late", null);
		StepVerifier.create(this.replies.await("r", () -> {
		}, this.abandoned::incrementAndGet)).then(() -> {
			this.replies.take(record(new ReplyDelta("other", 1, 0, "x")));
			this.replies.take(record(delta));
			this.replies.take(record(failed));
			this.replies.take(record(delta));
		}).expectNext(delta, failed).expectComplete().verify(PATIENCE);
	}

	@Test
	void leavesWhatIsNoEventToTheTail() {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.replies.take(record("no JSON".getBytes(StandardCharsets.UTF_8))));
	}

	@Test
	void saysWhenNobodyWaitsAnyMore() {
		StepVerifier.create(this.replies.await("r", () -> {
		}, this.abandoned::incrementAndGet)).thenCancel().verify(PATIENCE);
		assertThat(this.abandoned).hasValue(1);
	}

	@Test
	void refusesMoreThanItMayAwait() {
		Disposable one = this.replies.await("one", () -> {
		}, this.abandoned::incrementAndGet).subscribe();
		StepVerifier.create(this.replies.await("two", () -> {
		}, this.abandoned::incrementAndGet)).expectError(ApiException.class).verify(PATIENCE);
		one.dispose();
		StepVerifier.create(this.replies.await("two", () -> {
		}, this.abandoned::incrementAndGet)).expectSubscription().thenCancel().verify(PATIENCE);
	}

	@Test
	void endsAWaitThatCouldNotBeAskedFor() {
		StepVerifier.create(this.replies.await("r", () -> {
		}, () -> {
		}))
			.then(() -> this.replies.fail("r", new IllegalStateException()))
			.expectError(IllegalStateException.class)
			.verify(PATIENCE);
	}

	private static ConsumerRecord<byte[], byte[]> record(ReplyEvent event) {
		return record(Json.mapper().writerFor(ReplyEvent.class).writeValueAsBytes(event));
	}

	private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
		return new ConsumerRecord<>("reply-chunks", 0, 0, new byte[0], value);
	}

}
