package dev.recap.gateway.ondemand;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.recap.gateway.tail.SummaryListener;
import dev.recap.schema.Json;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.ItemEvent;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryEvent.UnknownSummaryEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what comes by on the summaries topic to those who wait for it. */
final class Answers {

	private static final Logger log = LoggerFactory.getLogger(Answers.class);

	private final Waiting waiting;

	private final List<SummaryListener> listeners;

	Answers(Waiting waiting, List<SummaryListener> listeners) {
		this.waiting = waiting;
		this.listeners = listeners;
	}

	void accept(ConsumerRecord<byte[], byte[]> record) {
		if (record.value() == null) {
			String key = new String(record.key(), StandardCharsets.UTF_8);
			this.listeners.forEach((listener) -> listener.erased(key));
			return;
		}
		SummaryEvent event = Json.mapper().readValue(record.value(), SummaryEvent.class);
		switch (event) {
			case SummaryUpdated updated -> {
				this.waiting.answered(updated.requestId(), updated);
				this.listeners.forEach((listener) -> listener.summarized(updated));
			}
			case SummaryFailed failed -> this.waiting.answered(failed.requestId(), failed);
			case AccessChecked checked -> this.waiting.answered(checked.requestId(), checked);
			case ItemEvent item -> log.trace("Nobody waits for events of items");
			case UnknownSummaryEvent unknown -> log.debug("Skipped an event of unknown type");
		}
	}

}
