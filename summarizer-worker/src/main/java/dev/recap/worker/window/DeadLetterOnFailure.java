package dev.recap.worker.window;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.recap.observe.DeadLetterMeter;
import dev.recap.schema.topic.DeadLetter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record on which the code failed to the dead-letter topic and goes on; a failure
 * of Kafka or of a store is thrown, so that the record waits. Public because Kafka
 * Streams creates it by its name.
 */
public final class DeadLetterOnFailure implements ProcessingExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(DeadLetterOnFailure.class);

	private String topic = "";

	@Override
	public void configure(Map<String, ?> configs) {
		this.topic = String.valueOf(configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG));
	}

	@Override
	public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception failure) {
		if (failure instanceof KafkaException) {
			return Response.fail();
		}
		// Why is said in the dead letter: the reason may hold words of the record, which
		// the log must not.
		log.error("Failed on the record at {}-{} offset {}: {}", context.topic(), context.partition(), context.offset(),
				failure.getClass().getName());
		log.debug("Why it failed", failure);
		DeadLetterMeter.count(Objects.requireNonNullElse(context.topic(), ""));
		return (record != null) ? Response.resume(List.of(deadLetter(context, failure))) : Response.resume();
	}

	private ProducerRecord<byte[], byte[]> deadLetter(ErrorHandlerContext context, Exception failure) {
		DeadLetter letter = DeadLetter.of(context.sourceRawKey(), context.sourceRawValue(), context.headers(),
				"Failed on it: " + failure, Objects.requireNonNullElse(context.topic(), ""), context.partition(),
				context.offset());
		return letter.to(this.topic);
	}

}
