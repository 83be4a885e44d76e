package dev.recap.standalone.kafka;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

@Testcontainers(disabledWithoutDocker = true)
class ContainerKafkaTests extends KafkaContractTests {

	@Container
	private static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.2.1")
		.withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
		.withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");

	@Override
	String bootstrapServers() {
		return KAFKA.getBootstrapServers();
	}

}
