package dev.recap.worker.ledger;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger, for the roles that write to it. */
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {

	@Bean
	ItemPublisher itemPublisher(KafkaProperties kafka, TopicSettings topics) {
		return new ItemPublisher(kafka.buildProducerProperties(), topics.name(Topic.CONVERSATION_SUMMARIES));
	}

	@Bean
	Ledger ledger(MongoDatabase database, ItemPublisher publisher) {
		return new Ledger(database, publisher);
	}

}
