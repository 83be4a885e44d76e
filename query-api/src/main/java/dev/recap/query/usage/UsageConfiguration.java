package dev.recap.query.usage;

import java.time.Clock;

import dev.recap.query.store.Store;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** What models took. */
@Configuration(proxyBeanMethods = false)
public class UsageConfiguration {

	@Bean
	RouterFunction<ServerResponse> usageRoutes(Store store, Clock clock) {
		UsageHandler handler = new UsageHandler(store, clock);
		return RouterFunctions.route().GET("/usage", handler::usage).build();
	}

}
