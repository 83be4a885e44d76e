package dev.recap.observe;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Leaves tracing out altogether where nobody is told of traces: without an exporter,
 * Boot's own switches would still make spans and throw them away.
 */
final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final List<String> TRACING = List.of("org.springframework.boot.micrometer.tracing.",
			"org.springframework.boot.opentelemetry.");

	private static final List<String> ENDPOINTS = List.of("management.opentelemetry.tracing.export.otlp.endpoint",
			"management.opentelemetry.otlp.endpoint");

	private boolean on;

	@Override
	public void setEnvironment(Environment environment) {
		this.on = on(environment);
	}

	/** Whether there is somebody to tell. */
	static boolean on(Environment environment) {
		boolean told = ENDPOINTS.stream().map(environment::getProperty).anyMatch(StringUtils::hasText);
		return environment.getProperty("recap.tracing.enabled", Boolean.class, told);
	}

	@Override
	public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
		boolean[] kept = new boolean[candidates.length];
		for (int i = 0; i < candidates.length; i++) {
			String candidate = candidates[i];
			kept[i] = this.on || candidate == null || TRACING.stream().noneMatch(candidate::startsWith);
		}
		return kept;
	}

}
