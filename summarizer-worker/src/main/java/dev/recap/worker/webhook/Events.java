package dev.recap.worker.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.Identifiers;
import dev.recap.schema.Json;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.AccessChecked;
import dev.recap.schema.summary.SummaryEvent.ItemChanged;
import dev.recap.schema.summary.SummaryEvent.ItemEvent;
import dev.recap.schema.summary.SummaryEvent.ItemOpened;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryEvent.UnknownSummaryEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Records of the summaries' topic as they are posted; nothing that was erased or hidden
 * since is.
 */
final class Events {

	/** How long after its event an item may be written. */
	private static final Duration SETTLING = Duration.ofSeconds(1);

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> summaries;

	private final MongoCollection<Document> items;

	private final Clock clock;

	Events(MongoDatabase database, Clock clock) {
		this.clock = clock;
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.summaries = database.getCollection(SummaryDocument.COLLECTION);
		this.items = database.getCollection(ItemDocument.COLLECTION);
	}

	Optional<Event> of(ConsumerRecord<byte[], byte[]> record, Endpoint endpoint) {
		Instant at = Instant.ofEpochMilli(record.timestamp());
		return switch (read(record.value())) {
			case SummaryUpdated updated when endpoint.wants(SummaryUpdated.TYPE) -> of(updated.summary(), at);
			case ItemOpened opened when endpoint.wants(ItemOpened.TYPE) -> of(opened, ItemOpened.TYPE, at);
			case ItemChanged changed when endpoint.wants(ItemChanged.TYPE) -> of(changed, ItemChanged.TYPE, at);
			case SummaryUpdated unwanted -> Optional.empty();
			case ItemEvent unwanted -> Optional.empty();
			case SummaryFailed failed -> Optional.empty();
			case AccessChecked checked -> Optional.empty();
			case UnknownSummaryEvent unknown -> Optional.empty();
		};
	}

	private static SummaryEvent read(byte @Nullable [] value) {
		if (value == null) {
			return new UnknownSummaryEvent();
		}
		try {
			return Json.mapper().readValue(value, SummaryEvent.class);
		}
		catch (JacksonException ex) {
			return new UnknownSummaryEvent();
		}
	}

	private Optional<Event> of(ConversationSummary summary, Instant at) {
		String generation = generation(summary.conversationId());
		Document stored = this.summaries.find(new Document("_id", summary.summaryId())).first();
		if (generation == null || stored == null || !generation.equals(stored.getString("generation"))) {
			return Optional.empty();
		}
		String id = Identifiers.ofParts(summary.summaryId(), summary.type().json(), summary.engine(),
				summary.generatedAt());
		return Optional.of(new Event(id, SummaryUpdated.TYPE, at, summary));
	}

	private Optional<Event> of(ItemEvent event, String type, Instant at) {
		ItemDocument item = settled(event, at.plus(SETTLING));
		if (item == null || !item.generation().equals(generation(item.conversationId()))) {
			return Optional.empty();
		}
		return Optional.of(new Event(event.eventId(), type, at, Item.of(item)));
	}

	/** An event goes out before its item is written, so that a crash loses none. */
	private @Nullable ItemDocument settled(ItemEvent event, Instant limit) {
		ItemDocument item = item(event);
		try {
			while ((item == null || !item.state().equals(event.eventId())) && this.clock.instant().isBefore(limit)) {
				TimeUnit.MILLISECONDS.sleep(20);
				item = item(event);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return item;
	}

	private @Nullable ItemDocument item(ItemEvent event) {
		Document found = this.items.find(new Document("_id", event.itemId())).first();
		return (found != null) ? ItemDocument.from(found) : null;
	}

	/** Of a conversation that reads may show; else null. */
	private @Nullable String generation(String conversationId) {
		Document found = this.conversations.find(new Document("_id", conversationId)).first();
		ConversationDocument conversation = (found != null) ? ConversationDocument.from(found) : null;
		return (conversation != null && conversation.visible()) ? conversation.generation() : null;
	}

	/** An item as the query API has it. */
	@JsonInclude
	record Item(String itemId, String conversationId, Kind kind, String text, @Nullable String owner,
			@Nullable String due, ItemStatus status, List<String> messageIds, @Nullable String closedBy,
			Instant createdAt, Instant updatedAt) {

		static Item of(ItemDocument item) {
			return new Item(item.id(), item.conversationId(), item.kind(), item.text(), item.owner(), item.due(),
					item.status(), item.messageIds(), item.closedBy(), item.createdAt(), item.updatedAt());
		}

	}

}
