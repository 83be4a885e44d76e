package dev.recap.worker.summary.engines;

import java.time.Clock;

import dev.recap.worker.budget.Spending;
import dev.recap.worker.role.ConditionalOnRole;
import dev.recap.worker.role.Role;
import dev.recap.worker.summary.SummaryEngines;
import dev.recap.worker.summary.extractive.ExtractiveEngine;
import dev.recap.worker.summary.llm.CallSettings;
import dev.recap.worker.summary.llm.LlmEngine;
import dev.recap.worker.summary.llm.LlmSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engines, as far as they are configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(Role.SUMMARY)
@EnableConfigurationProperties({ LlmSettings.class, CallSettings.class })
public class EngineConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SummaryEngines summaryEngines(LlmSettings settings, CallSettings calls, Clock clock) {
		return new SummaryEngines(new ExtractiveEngine(),
				settings.complete() ? LlmEngine.of(settings, calls, Spending.unlimited(), clock) : null);
	}

}
