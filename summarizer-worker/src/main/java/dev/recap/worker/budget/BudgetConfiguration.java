package dev.recap.worker.budget;

import java.time.Clock;

import com.mongodb.client.MongoDatabase;
import dev.recap.worker.share.ModelUsage;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The money that every role pays its calls from. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BudgetSettings.class)
public class BudgetConfiguration {

	@Bean
	Spending spending(MongoDatabase database, BudgetSettings settings, MeterRegistry meters, Clock clock) {
		return new MongoBudgets(database, settings, new ModelUsage(meters), clock);
	}

}
