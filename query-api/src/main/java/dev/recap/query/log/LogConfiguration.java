package dev.recap.query.log;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LogSettings.class)
public class LogConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(ChatLog.class)
	KafkaChatLog queryChatLog(KafkaProperties kafka, TopicSettings topics, LogSettings settings) {
		return new KafkaChatLog(kafka.buildAdminProperties(), kafka.buildProducerProperties(),
				topics.name(Topic.CHAT_MESSAGES), settings);
	}

}
