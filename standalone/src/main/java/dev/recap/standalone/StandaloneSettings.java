package dev.recap.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

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
 * @param broker settings of the embedded Kafka broker that differ, by Kafka's names
 * @param forgetAfter how long the embedded database's file keeps what was removed from
 * the database, at most
 */
@ConfigurationProperties("recap.standalone")
record StandaloneSettings(@DefaultValue("recap-data") Path folder, @DefaultValue("9092") int kafkaPort,
		@DefaultValue("0") int mongodbPort, @DefaultValue Map<String, String> broker,
		@DefaultValue("1h") Duration forgetAfter) {

}
