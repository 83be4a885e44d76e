package dev.recap.worker.window;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import dev.recap.observe.DeadLetterMeter;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.schema.topic.DeadLetter;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of {@code chat-messages}, each once, and sends each on: events to the
 * windows, misfiled ones back under the right key, unreadable ones to the dead-letter
 * topic.
 */
final class EventReader implements Processor<byte[], byte[], Object, Object> {

	private static final Logger log = LoggerFactory.getLogger(EventReader.class);

	private static final int MAX_LOGGED_TYPES = 100;

	private final WindowMetrics metrics;

	private final Set<String> loggedTypes = new HashSet<>();

	@SuppressWarnings("NullAway.Init")
	private ProcessorContext<Object, Object> context;

	@SuppressWarnings("NullAway.Init")
	private KeyValueStore<Integer, Long> positions;

	EventReader(WindowMetrics metrics) {
		this.metrics = metrics;
	}

	@Override
	public void init(ProcessorContext<Object, Object> context) {
		this.context = context;
		this.positions = context.getStateStore(WindowTopology.POSITION_STORE);
	}

	@Override
	public void process(Record<byte[], byte[]> record) {
		RecordMetadata origin = this.context.recordMetadata().orElseThrow();
		this.metrics.read(record.timestamp());
		if (isNew(origin)) {
			read(record, origin);
		}
	}

	/**
	 * Someone may set the group's offsets back: read again, messages would lie in other
	 * windows than before, and these be summarized once more.
	 */
	private boolean isNew(RecordMetadata origin) {
		Long last = this.positions.get(origin.partition());
		if (last != null && last >= origin.offset()) {
			return false;
		}
		this.positions.put(origin.partition(), origin.offset());
		return true;
	}

	private void read(Record<byte[], byte[]> record, RecordMetadata origin) {
		ReadResult result = ChatEventReader.read(record.key(), record.value(), origin.partition(), origin.offset(),
				record.timestamp());
		switch (result) {
			case ReadResult.Readable(ChatEvent event) ->
				this.context.forward(new Record<>(event.conversationId(), event, record.timestamp(), record.headers()),
						WindowTopology.WINDOWS);
			case ReadResult.Misfiled misfiled -> refile(record, misfiled, origin);
			case ReadResult.UnknownType(String type) -> skip(type, origin);
			case ReadResult.Unreadable(String reason) -> deadLetter(record, reason, origin);
		}
	}

	private void refile(Record<byte[], byte[]> record, ReadResult.Misfiled misfiled, RecordMetadata origin) {
		if (!DeadLetter.fits(record.key(), misfiled.value(), record.headers())) {
			deadLetter(record, "The key is not the conversation_id, and the record is too large to refile", origin);
			return;
		}
		Headers headers = new RecordHeaders(record.headers());
		dev.recap.schema.topic.RecordHeaders.stamp(headers);
		byte[] key = misfiled.conversationId().getBytes(StandardCharsets.UTF_8);
		this.context.forward(new Record<>(key, misfiled.value(), now(), headers), WindowTopology.REFILED);
		this.metrics.refiled();
	}

	private void deadLetter(Record<byte[], byte[]> record, String reason, RecordMetadata origin) {
		DeadLetter letter = DeadLetter.of(record.key(), record.value(), record.headers(), reason, origin.topic(),
				origin.partition(), origin.offset());
		this.context.forward(new Record<>(letter.key(), letter.value(), now(), letter.headers()),
				WindowTopology.DEAD_LETTERS);
		this.metrics.deadLettered();
		DeadLetterMeter.count(origin.topic());
	}

	private void skip(String type, RecordMetadata origin) {
		this.metrics.unknownType();
		if (this.loggedTypes.size() < MAX_LOGGED_TYPES && this.loggedTypes.add(type)) {
			log.info("Skipping events of the unknown type {}, first seen at {}-{} offset {}", type, origin.topic(),
					origin.partition(), origin.offset());
		}
	}

	/** Retention counts from when a copy is made, not from the original's timestamp. */
	private long now() {
		return this.context.currentSystemTimeMs();
	}

}
