package dev.recap.worker.window;

import org.apache.kafka.streams.KafkaStreams.State;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when the Streams app has failed for good, out of service until it first runs. */
final class WindowHealthIndicator implements HealthIndicator {

	private final WindowStreams streams;

	WindowHealthIndicator(WindowStreams streams) {
		this.streams = streams;
	}

	@Override
	public Health health() {
		State state = this.streams.state();
		if (state == null) {
			return Health.outOfService().withDetail("state", "STOPPED").build();
		}
		Health.Builder health = switch (state) {
			case RUNNING -> Health.up();
			case REBALANCING -> this.streams.wasReady() ? Health.up() : Health.outOfService();
			case CREATED, PENDING_SHUTDOWN, NOT_RUNNING -> Health.outOfService();
			case PENDING_ERROR, ERROR -> Health.down();
		};
		return health.withDetail("state", state.name()).build();
	}

}
