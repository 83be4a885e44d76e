package dev.recap.observe;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** What every service logs, measures and shows of its health, unless set otherwise. */
final class ObserveDefaults implements EnvironmentPostProcessor, Ordered {

	@Override
	public int getOrder() {
		// After the services' own files, which may decide, and before Boot's defaults.
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> defaults = new HashMap<>();
		boolean tracing = TracingSwitch.on(environment);
		defaults.put("logging.expect-correlation-id", tracing);
		if (tracing) {
			defaults.put("logging.pattern.correlation", "[%X{trace_id:-}] ");
		}
		if ("json".equalsIgnoreCase(environment.getProperty("LOG_FORMAT"))) {
			defaults.put("logging.structured.format.console", "ecs");
		}
		defaults.put("management.endpoint.health.probes.enabled", true);
		defaults.put("management.metrics.distribution.slo.http.server.requests",
				"5ms,10ms,25ms,50ms,100ms,250ms,500ms,1s,2500ms,5s,30s");
		defaults.put("management.metrics.distribution.slo.mongodb.driver.commands",
				"1ms,5ms,10ms,25ms,50ms,100ms,500ms,2s");
		defaults.put("management.metrics.distribution.slo.recap.model.duration", "500ms,1s,2500ms,5s,10s,20s,40s,60s");
		defaults.put("management.metrics.distribution.slo.recap.summary.requests",
				"50ms,250ms,1s,2500ms,5s,10s,30s,60s");
		environment.getPropertySources().addLast(new MapPropertySource("recap-observe", defaults));
	}

}
