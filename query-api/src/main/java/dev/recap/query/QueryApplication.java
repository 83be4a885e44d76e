package dev.recap.query;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Runs the query API on its own, against any Kafka and MongoDB given by configuration.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(QueryConfiguration.class)
public class QueryApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(QueryApplication.class);
		application.setDefaultProperties(Map.of("spring.config.name", "query-api"));
		application.run(args);
	}

}
