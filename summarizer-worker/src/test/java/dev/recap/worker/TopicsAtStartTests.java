package dev.recap.worker;

import java.util.Map;

import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TopicsAtStartTests {

	/** No client can be made of nothing, so that whoever tries it is seen. */
	private final TopicsAtStart topics = new TopicsAtStart(Map.of(), TopicSettings.defaults());

	@AfterEach
	void forgetHowItEnds() {
		SpringProperties.setProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME, null);
	}

	@Test
	void asksKafka() {
		assertThatExceptionOfType(KafkaException.class).isThrownBy(this.topics::afterPropertiesSet);
	}

	@Test
	void asksNothingOfKafkaInARunThatEndsWhenBeansStand() {
		SpringProperties.setProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME,
				DefaultLifecycleProcessor.ON_REFRESH_VALUE);

		assertThatCode(this.topics::afterPropertiesSet).doesNotThrowAnyException();
	}

}
