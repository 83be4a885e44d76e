package dev.recap.standalone;

import java.time.Duration;

import dev.recap.gateway.GatewayConfiguration;
import dev.recap.query.QueryConfiguration;
import dev.recap.worker.WorkerConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.client.ReactorResourceFactory;

/** Every service in one context. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(StandaloneSettings.class)
@Import({ GatewayConfiguration.class, WorkerConfiguration.class, QueryConfiguration.class })
class StandaloneConfiguration {

	/** Threads of its own: one Recap that ends does not end another in the process. */
	@Bean
	ReactorResourceFactory reactorResources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

	@Bean
	ReadyMessage readyMessage(StandaloneSettings settings, HealthEndpoint health) {
		return new ReadyMessage(settings, health);
	}

}
