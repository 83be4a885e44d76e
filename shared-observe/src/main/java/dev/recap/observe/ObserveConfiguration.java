package dev.recap.observe;

import java.util.List;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every service is seen by. */
@Configuration(proxyBeanMethods = false)
public class ObserveConfiguration {

	@Bean
	Traces traces(ObjectProvider<Tracer> tracer) {
		Tracer found = tracer.getIfAvailable();
		return (found != null) ? new Traces(found) : Traces.OFF;
	}

	/** Log lines have names of one kind. */
	@Bean
	Slf4JEventListener traceInLogs() {
		return new Slf4JEventListener("trace_id", "span_id");
	}

	@Bean
	static MeterFilter describedMeters() {
		return new MeterHelp();
	}

	@Bean
	HealthGroups healthGroups() {
		return new HealthGroups();
	}

	@Bean
	HealthIndicator partsLivenessHealthIndicator(ObjectProvider<Vital> vitals) {
		return () -> {
			List<Vital> dead = vitals.stream().filter((part) -> !part.alive()).toList();
			Health.Builder health = dead.isEmpty() ? Health.up() : Health.down();
			dead.forEach((part) -> health.withDetail(part.vitalName(), "dead"));
			return health.build();
		};
	}

	/** Where there is a MongoDB. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MongoClientSettingsBuilderCustomizer.class)
	static class MongoConfiguration {

		@Bean
		MongoClientSettingsBuilderCustomizer mongoSpans(ObjectProvider<Tracer> tracer) {
			Tracer found = tracer.getIfAvailable();
			return (settings) -> {
				if (found != null) {
					settings.addCommandListener(new MongoSpans(new Traces(found)));
				}
			};
		}

	}

}
