package dev.recap.standalone;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The embedded run.
 *
 * @param folder where everything it keeps lies
 * @param kafkaPort where the embedded Kafka broker listens on the loopback interface; 0
 * for any free port
 * @param mongodbPort where the embedded MongoDB-protocol server listens on the loopback
 * interface; 0 for any free port
 */
@ConfigurationProperties("recap.standalone")
record StandaloneSettings(@DefaultValue("recap-data") Path folder, @DefaultValue("9092") int kafkaPort,
		@DefaultValue("0") int mongodbPort) {

}
