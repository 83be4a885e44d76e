package dev.recap.worker.window;

import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventReaderTests {

	private static final byte[] KEY = "c".getBytes(StandardCharsets.UTF_8);

	private static final byte[] VALUE = "{\"user_id\":\"ann\",\"content\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

	private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();

	@Test
	void sendsNothingOnTwiceWhenTheOffsetsAreSetBack() {
		EventReader reader = new EventReader(new WindowMetrics(new SimpleMeterRegistry()));
		this.context.addStateStore(positions());
		reader.init(this.context);
		LongStream.of(0, 1, 0, 1, 2).forEach((offset) -> {
			this.context.setRecordMetadata("chat-messages", 3, offset);
			reader.process(new Record<>(KEY, VALUE, 0));
		});
		assertThat(this.context.forwarded()).hasSize(3);
		this.context.setRecordMetadata("chat-messages", 4, 0);
		reader.process(new Record<>(KEY, VALUE, 0));
		assertThat(this.context.forwarded()).hasSize(4);
	}

	private KeyValueStore<Integer, Long> positions() {
		KeyValueStore<Integer, Long> positions = Stores
			.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(WindowTopology.POSITION_STORE), Serdes.Integer(),
					Serdes.Long())
			.withLoggingDisabled()
			.build();
		positions.init(this.context.getStateStoreContext(), positions);
		return positions;
	}

}
