package dev.recap.worker.share;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import dev.recap.testing.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that forgot the renewal of what its member holds, which Kafka's sometimes do.
 */
class LostRenewalTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Queue<Forgetful> clients = new ConcurrentLinkedQueue<>();

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	@Test
	void theMemberIsMadeAnewAndTakesRecordsAgain() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		try (TestBroker broker = TestBroker.start()) {
			Map<String, Object> client = broker.clients();
			try (Admin admin = Admin.create(client)) {
				admin.createTopics(List.of(new NewTopic("held", 1, (short) 1))).all().get();
			}
			ShareWorkers workers = new ShareWorkers("holders", "held", client, client, 1, 1, (record, delivery) -> {
				this.events.add("taken by client " + this.clients.size());
				if (this.clients.size() == 1) {
					never.await();
				}
			}, (record, reason) -> this.events.add("set aside"));
			workers.consumers(() -> {
				Forgetful made = new Forgetful();
				this.clients.add(made);
				return made;
			});
			workers.start();
			try {
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(this.events).containsSubsequence("taken by client 1", "RENEW",
							"closed", "taken by client 2", "ACCEPT"));
			}
			finally {
				workers.stop();
			}
			assertThat(this.events).doesNotContain("RELEASE", "REJECT", "set aside");
		}
	}

	/** Delivers one record, once. */
	private final class Forgetful extends MockShareConsumer<byte[], byte[]> {

		private boolean delivered;

		@Override
		public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
			if (!this.delivered) {
				this.delivered = true;
				subscribe(List.of("held"));
				addRecord(new ConsumerRecord<>("held", 0, 0, new byte[0], new byte[0]));
			}
			else {
				LockSupport.parkNanos(timeout.toNanos() / 10);
			}
			return super.poll(timeout);
		}

		@Override
		public synchronized void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
			LostRenewalTests.this.events.add(type.name());
		}

		@Override
		public Optional<Integer> acquisitionLockTimeoutMs() {
			return Optional.of(600);
		}

		@Override
		public synchronized void close() {
			LostRenewalTests.this.events.add("closed");
			super.close();
		}

	}

}
