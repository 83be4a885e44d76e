package dev.recap.worker.window;

import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * Kafka Streams without the metrics that are read out of RocksDB: who reads one at the
 * moment in which its store closes, at a rebalance or at the end, brings down the whole
 * process ("pthread lock: Invalid argument").
 */
final class SafelyMeasured extends KafkaStreams {

	private static final String STORES = "stream-state-metrics";

	SafelyMeasured(Topology topology, Properties properties) {
		super(topology, properties);
	}

	@Override
	public Map<MetricName, ? extends Metric> metrics() {
		return super.metrics().entrySet()
			.stream()
			.filter((metric) -> !metric.getKey().group().equals(STORES))
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
	}

}
