package dev.recap.worker.assistant;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.Role;
import dev.recap.schema.reply.ReplyEvent;
import dev.recap.schema.reply.ReplyEvent.ReplyCompleted;
import dev.recap.schema.reply.ReplyRequest;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.topic.Position;
import dev.recap.worker.budget.Spending;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A request that comes again after its answer was put into the log. */
class AssistantTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final ReplyRequest request = new ReplyRequest("r", "c", "ann", "m", new Position(0, 0), "stub", null, null,
			START, START.plusSeconds(60));

	private final Published published = new Published();

	private Assistant assistant;

	@BeforeEach
	void open() {
		AssistantSettings settings = new Binder(new MapConfigurationPropertySource()).bindOrCreate("recap.assistant",
				AssistantSettings.class);
		Clock clock = Clock.fixed(START, ZoneOffset.UTC);
		this.assistant = new Assistant(settings, new AssistantStore(mongo.database()), new ReplyModel(settings, clock),
				this.published, Spending.unlimited(), new ModelUsage(new SimpleMeterRegistry()), clock);
		store("m", "When is the release?", 0);
		store(this.request.replyId(), "On Friday.", 1);
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "1, 2" })
	void saysItAgainAndNamesTheConversation(long applied, int counted) throws InterruptedException {
		conversation(applied, counted);
		this.assistant.answer(this.request, 2);
		assertThat(this.published.events).singleElement()
			.isInstanceOfSatisfying(ConversationUpdated.class,
					(updated) -> assertThat(updated.title()).isEqualTo("When is the release?"));
		assertThat(completed().title()).isEqualTo("When is the release?");
		assertThat(completed().text()).isEqualTo("On Friday.");
		assertThat(completed().messageCount()).isEqualTo(2);
	}

	@Test
	void leavesATitleAsItIs() throws InterruptedException {
		conversation(1, 2);
		mongo.database()
			.getCollection(ConversationDocument.COLLECTION)
			.updateOne(new Document("_id", "c"), new Document("$set", new Document("title", "Release")));
		this.assistant.answer(this.request, 2);
		assertThat(this.published.events).isEmpty();
		assertThat(completed().title()).isEqualTo("Release");
	}

	private ReplyCompleted completed() {
		assertThat(this.published.chunks).hasSize(1);
		return (ReplyCompleted) this.published.chunks.getFirst();
	}

	private void conversation(long applied, int counted) {
		mongo.database()
			.getCollection(ConversationDocument.COLLECTION)
			.insertOne(new Document("_id", "c").append("status", "active")
				.append("generation", "")
				.append("user_id", "ann")
				.append("created_at", Date.from(START))
				.append("updated_at", Date.from(START))
				.append("message_count", (long) counted)
				.append("applied", new Document("0", applied)));
	}

	private void store(String id, String content, long offset) {
		mongo.database()
			.getCollection(MessageDocument.COLLECTION)
			.insertOne(new Document("_id", MessageDocument.id("c", id)).append("conversation_id", "c")
				.append("message_id", id)
				.append("user_id", "ann")
				.append("role", Role.USER.json())
				.append("content", content)
				.append("timestamp", Date.from(START))
				.append("metadata", new Document())
				.append("partition", 0)
				.append("offset", offset)
				.append("appended_at", Date.from(START))
				.append("generation", ""));
	}

	/** Keeps what was published. */
	private static final class Published implements Assistant.Outbox {

		private final List<ReplyEvent> chunks = new ArrayList<>();

		private final List<ChatEvent> events = new ArrayList<>();

		@Override
		public void chunk(ReplyEvent event) {
			this.chunks.add(event);
		}

		@Override
		public void log(ChatEvent event) {
			this.events.add(event);
		}

	}

}
