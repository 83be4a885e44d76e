package dev.recap.gateway.publish;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How records are published.
 *
 * @param inFlightBytes bytes that may wait for Kafka's acknowledgement at once; more is
 * answered 503
 * @param inFlightRequests requests and frames that may wait for it at once; more is
 * answered 503
 * @param deliveryTimeout how long a record is tried before its request is answered 503
 * @param requestTimeout how long one attempt may take; shorter than the delivery timeout
 * @param linger how long a batch waits for company
 * @param probeInterval how often Kafka is asked whether it is there
 * @param retryInterval how often it is asked while it is away
 */
@ConfigurationProperties("recap.publisher")
public record PublisherSettings(@DefaultValue("16MB") DataSize inFlightBytes,
		@DefaultValue("20000") int inFlightRequests, @DefaultValue("2500ms") Duration deliveryTimeout,
		@DefaultValue("1500ms") Duration requestTimeout, @DefaultValue("5ms") Duration linger,
		@DefaultValue("3s") Duration probeInterval, @DefaultValue("500ms") Duration retryInterval) {

	public PublisherSettings {
		if (deliveryTimeout.compareTo(requestTimeout.plus(linger)) < 0) {
			throw new IllegalArgumentException(
					"recap.publisher.delivery-timeout must be at least request-timeout and linger together");
		}
	}

}
