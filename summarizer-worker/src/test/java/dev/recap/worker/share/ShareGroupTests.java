package dev.recap.worker.share;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.recap.testing.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

class ShareGroupTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static TestBroker broker;

	private static Admin admin;

	@BeforeAll
	static void startBroker() {
		broker = TestBroker.start();
		admin = Admin.create(broker.clients());
	}

	@AfterAll
	static void stopBroker() {
		admin.close();
		broker.close();
	}

	@Test
	void beginsWithTheOldestRecordWhateverBrokersHaveHeardOfItsConfiguration() throws Exception {
		topicWith("asked", "first", "second");
		ShareGroup.configure(broker.clients(), "late", "asked");
		asOnABrokerThatHasNotHeard("late");
		assertThat(read("late", "asked", 2)).containsExactly("first", "second");
	}

	@Test
	void goesOnWhereItWas() throws Exception {
		topicWith("worked-off", "first", "second");
		ShareGroup.configure(broker.clients(), "again", "worked-off");
		assertThat(read("again", "worked-off", 2)).containsExactly("first", "second");
		send("worked-off", "third");
		ShareGroup.configure(broker.clients(), "again", "worked-off");
		assertThat(read("again", "worked-off", 1)).containsExactly("third");
	}

	@Test
	void isLeftAsItIsWhileItHasMembers() throws Exception {
		topicWith("shared", "first");
		ShareGroup.configure(broker.clients(), "members", "shared");
		try (KafkaShareConsumer<String, String> member = member("members", "shared")) {
			await().atMost(PATIENCE).until(() -> !member.poll(Duration.ofMillis(200)).isEmpty());
			member.commitSync();
			topicWith("shared-too", "first");
			assertThatCode(() -> ShareGroup.configure(broker.clients(), "members", "shared-too"))
				.doesNotThrowAnyException();
		}
	}

	private static void topicWith(String topic, String... values) throws Exception {
		admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
		send(topic, values);
	}

	private static void send(String topic, String... values) {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(broker.clients(), new StringSerializer(),
				new StringSerializer())) {
			for (String value : values) {
				producer.send(new ProducerRecord<>(topic, value));
			}
		}
	}

	private static void asOnABrokerThatHasNotHeard(String group) throws Exception {
		AlterConfigOp latest = new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "latest"),
				AlterConfigOp.OpType.SET);
		admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(latest)))
			.all()
			.get();
	}

	private static List<String> read(String group, String topic, int count) {
		List<String> values = new ArrayList<>();
		try (KafkaShareConsumer<String, String> member = member(group, topic)) {
			await().atMost(PATIENCE).until(() -> {
				member.poll(Duration.ofMillis(200)).forEach((record) -> values.add(record.value()));
				member.commitSync();
				return values.size() >= count;
			});
		}
		return values;
	}

	private static KafkaShareConsumer<String, String> member(String group, String topic) {
		Map<String, Object> properties = new HashMap<>(broker.clients());
		properties.put("group.id", group);
		KafkaShareConsumer<String, String> member = new KafkaShareConsumer<>(properties, new StringDeserializer(),
				new StringDeserializer());
		member.subscribe(List.of(topic));
		return member;
	}

}
