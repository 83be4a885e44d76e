package dev.recap.standalone.kafka;

import java.nio.file.Path;
import java.util.Map;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedKafkaTests extends KafkaContractTests {

	@TempDir
	static Path folder;

	private static EmbeddedKafka kafka;

	@BeforeAll
	static void start() {
		kafka = EmbeddedKafka.start(folder.resolve("shared"), 0);
	}

	@AfterAll
	static void stop() {
		kafka.close();
	}

	@Override
	String bootstrapServers() {
		return kafka.bootstrapServers();
	}

	@Test
	void hasItsRecordsAfterARestart(@TempDir Path own) throws Exception {
		TopicSettings settings = new TopicSettings(1, null, null, null);
		try (EmbeddedKafka first = EmbeddedKafka.start(own, 0);
				Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
			TopicCreator.create(admin, settings, Topic.CHAT_MESSAGES);
			assertThat(send(first, "a")).isZero();
		}
		try (EmbeddedKafka second = EmbeddedKafka.start(own, 0)) {
			assertThat(send(second, "b")).isEqualTo(1);
		}
	}

	@Test
	void saysThatItsPortIsTaken(@TempDir Path own) {
		int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
		assertThatThrownBy(() -> EmbeddedKafka.start(own, port)).isInstanceOf(IllegalStateException.class)
			.hasMessage("Port " + port + " (Kafka) is taken");
	}

	private static long send(EmbeddedKafka kafka, String value) throws Exception {
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(),
				new StringSerializer())) {
			return producer.send(new ProducerRecord<>("chat-messages", "k", value)).get().offset();
		}
	}

}
