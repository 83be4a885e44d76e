import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Straight to the topic, with kafka-clients on the class path:
 *
 * <pre>java -cp 'kafka-clients-4.2.1.jar:slf4j-api-2.0.17.jar' docs/clients/java/RecapProducer.java [CONVERSATION]</pre>
 *
 * KAFKA_BOOTSTRAP_SERVERS is localhost:9092 unless set. Only those whom the cluster lets write to chat-messages can: Recap's own
 * keys and tokens play no part here.
 */
class RecapProducer {

	public static void main(String[] arguments) throws Exception {
		String conversation = (arguments.length > 0) ? arguments[0] : "java-" + UUID.randomUUID();
		String servers = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
		// The key is the conversation; the id makes sending again harmless, by the client or by you.
		String event = """
				{"conversation_id": "%s", "user_id": "ann", "message_id": "%s", "content": "Sent straight to the topic."}
				""".formatted(conversation, UUID.randomUUID());
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", servers, "acks", "all", "enable.idempotence", true), new StringSerializer(),
				new StringSerializer())) {
			RecordMetadata written = producer.send(new ProducerRecord<>("chat-messages", conversation, event)).get();
			System.out.println("produced " + written.partition() + ":" + written.offset());
		}
	}

}
