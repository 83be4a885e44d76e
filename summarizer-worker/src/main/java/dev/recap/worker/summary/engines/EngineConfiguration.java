package dev.recap.worker.summary.engines;

import java.time.Clock;

import com.mongodb.client.MongoDatabase;
import dev.recap.observe.Traces;
import dev.recap.worker.budget.BudgetConfiguration;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.summary.SummaryEngines;
import dev.recap.worker.summary.extractive.ExtractiveEngine;
import dev.recap.worker.summary.llm.AnswerCache;
import dev.recap.worker.summary.llm.CallSettings;
import dev.recap.worker.summary.llm.LlmEngine;
import dev.recap.worker.summary.llm.LlmSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The engines, as far as they are configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.SUMMARY)
@Import(BudgetConfiguration.class)
@EnableConfigurationProperties({ LlmSettings.class, CallSettings.class })
public class EngineConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SummaryEngines summaryEngines(LlmSettings settings, CallSettings calls, Spending spending, MongoDatabase database,
			MeterRegistry meters, Clock clock, Traces traces) {
		if (!settings.complete()) {
			return new SummaryEngines(new ExtractiveEngine(), null);
		}
		AnswerCache cache = calls.keepAnswers().isZero() ? null : new AnswerCache(database, calls.keepAnswers(), clock);
		return new SummaryEngines(new ExtractiveEngine(),
				LlmEngine.of(settings, calls, spending, cache, new ModelUsage(meters, traces), clock));
	}

}
