package dev.recap.gateway.publish;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.producer.ProducerConfig;

/** The producer's configuration: what was configured, and what this service relies on. */
final class ProducerProperties {

	private static final int BATCH = 64 * 1024;

	private static final int MAX_REQUEST = 5 * 1024 * 1024;

	private ProducerProperties() {
	}

	static Map<String, Object> of(Map<String, Object> configured, PublisherSettings settings) {
		Map<String, Object> properties = new HashMap<>(configured);
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		properties.put(ProducerConfig.LINGER_MS_CONFIG, settings.linger().toMillis());
		properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) settings.deliveryTimeout().toMillis());
		properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) settings.requestTimeout().toMillis());
		// A send that would have to wait fails instead, so that event loops may send.
		properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
		// A batch may be left half empty by a record that does not fit any more.
		properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2 * settings.inFlightBytes().toBytes() + 64L * BATCH);
		properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, settings.retryInterval().toMillis());
		properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
		properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
		properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST);
		return properties;
	}

}
