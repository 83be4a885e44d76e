package dev.recap.worker.summary;

import java.time.Clock;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.recap.observe.Traces;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.worker.summary.engines.EngineConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryWiringTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
		.withUserConfiguration(SummaryConfiguration.class, EngineConfiguration.class)
		.withBean("topics", String.class, () -> "there")
		.withBean(Clock.class, Clock::systemUTC)
		.withBean(Traces.class, () -> Traces.OFF)
		.withBean(TopicSettings.class, TopicSettings::defaults)
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(MongoDatabase.class, () -> MongoClients.create("mongodb://127.0.0.1:1").getDatabase("recap"))
		.withPropertyValues("spring.kafka.bootstrap-servers=127.0.0.1:1", "recap.summary.members=1");

	@Test
	void startsWithoutAModel() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(Summarizer.class);
			assertThat(context.getBean(SummaryEngines.class).model()).isNull();
		});
	}

	@Test
	void hasAModelWhereOneIsConfigured() {
		this.runner
			.withPropertyValues("recap.summary.model=m", "recap.summary.base-url=http://127.0.0.1:1/v1",
					"recap.summary.engine=auto")
			.run((context) -> assertThat(context.getBean(SummaryEngines.class).model()).isNotNull());
	}

	@Test
	void doesNotStartWithoutTheModelItIsToUse() {
		this.runner.withPropertyValues("recap.summary.engine=llm")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("recap.summary.model must be set"));
	}

	@Test
	void doesNotStartWithASettingOutOfRange() {
		this.runner.withPropertyValues("recap.summary.members=0")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("must be 1 to 64"));
	}

}
