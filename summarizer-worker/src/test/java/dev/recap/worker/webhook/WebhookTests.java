package dev.recap.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import dev.recap.schema.Json;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryEvent;
import dev.recap.schema.summary.SummaryEvent.ItemChanged;
import dev.recap.schema.summary.SummaryEvent.ItemOpened;
import dev.recap.schema.summary.SummaryEvent.SummaryFailed;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummarySamples;
import dev.recap.schema.summary.SummaryType;
import dev.recap.testing.TestBroker;
import dev.recap.worker.testing.TestMongo;
import dev.recap.worker.webhook.Receiver.Post;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WebhookTests {

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static TestBroker broker;

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final Receiver receiver = new Receiver();

	private final String topic = "summaries-" + UUID.randomUUID();

	private final List<Webhook> started = new ArrayList<>();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final MongoDatabase database = mongo.database();

	private KafkaProducer<byte[], byte[]> producer;

	@BeforeAll
	static void startServers() {
		broker = TestBroker.start();
	}

	@AfterAll
	static void stopServers() {
		broker.close();
	}

	@BeforeEach
	void open() throws Exception {
		Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
		try (Admin admin = Admin.create(kafka)) {
			admin.createTopics(List.of(new NewTopic(this.topic, 2, (short) 1))).all().get();
		}
		this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
		conversation("c", "active");
	}

	@AfterEach
	void close() {
		this.started.forEach(Webhook::stop);
		this.producer.close();
		this.receiver.close();
	}

	@Test
	void postsSummariesAndItems() throws Exception {
		summary(SummarySamples.full(SummaryType.WINDOW));
		item("i1", "c");
		publish("i1", new ItemOpened("e1", "c", "i1"));
		publish("i1", new ItemChanged("e2", "c", "i1"));
		publish("r3", new SummaryFailed("r3", "c", "timeout", "late"));
		publish("r3", null);
		start(endpoint("all", Set.of()));
		List<Post> posts = posts(3);
		assertThat(posts).extracting(Post::type)
			.containsExactlyInAnyOrder("summary.updated", "item.opened", "item.changed");
		assertThat(posts).allSatisfy((post) -> {
			assertThat(post.json().path("id").asString()).isEqualTo(post.id());
			long at = Long.parseLong(post.signature().replaceAll("t=(\\d+),.*", "$1"));
			assertThat(post.signature()).isEqualTo(Signature.of("secret", Instant.ofEpochSecond(at), post.body()));
		});
		assertThat(one("summary.updated").json().at("/data/summary").asString()).isEqualTo("They ship on Friday.");
		assertThat(one("item.opened").id()).isEqualTo("e1");
		assertThat(one("item.opened").json().at("/data/owner").asString()).isEqualTo("ann");
	}

	@Test
	void triesAgainUntilAnEventIsTaken() throws Exception {
		item("i1", "c");
		this.receiver.answer(500, 302, 503);
		publish("i1", new ItemOpened("e1", "c", "i1"));
		start(endpoint("again", Set.of()));
		List<Post> posts = posts(4);
		assertThat(posts).extracting(Post::id).containsOnly("e1");
		await().atMost(PATIENCE).until(() -> count("posted") == 1);
		assertThat(count("failed")).isEqualTo(3);
	}

	@Test
	void passesOverWhatCannotBePosted() throws Exception {
		item("i1", "c");
		item("i2", "c");
		this.receiver.answer(500);
		publish("i1", new ItemOpened("e1", "c", "i1"));
		publish("i1", new ItemOpened("e2", "c", "i2"));
		start(endpoint("over", Set.of()), Duration.ZERO);
		await().atMost(PATIENCE).until(() -> count("posted") == 1);
		assertThat(this.receiver.posts()).extracting(Post::id).containsExactly("e1", "e2");
		assertThat(count("given-up")).isEqualTo(1);
	}

	@Test
	void postsOnlyWhatIsAskedForAndStillThere() throws Exception {
		item("shown", "c");
		conversation("hidden", "deleted");
		item("hidden", "hidden");
		summary(SummarySamples.full(SummaryType.WINDOW));
		publish("gone", new ItemOpened("e1", "c", "gone"));
		publish("gone", new ItemOpened("e2", "hidden", "hidden"));
		publish("gone", new ItemOpened("e3", "c", "shown"));
		publish("gone", new ItemOpened("e3", "c", "shown"));
		publish("gone", new ItemChanged("e4", "c", "shown"));
		start(endpoint("some", Set.of("item.opened")));
		posts(1);
		publish("gone", new ItemOpened("e5", "c", "shown"));
		assertThat(posts(2)).extracting(Post::id).containsExactly("e3", "e5");
	}

	@Test
	void goesOnWhereItStoodAndPostsAgainWhatIsReplayed() throws Exception {
		item("i1", "c");
		publish("i1", new ItemOpened("e1", "c", "i1"));
		start(endpoint("first", Set.of()));
		posts(1);
		await().atMost(PATIENCE).until(() -> count("posted") == 1);
		this.started.forEach(Webhook::stop);
		publish("i1", new ItemChanged("e2", "c", "i1"));
		start(endpoint("first", Set.of()));
		assertThat(posts(2)).extracting(Post::id).containsExactly("e1", "e2");
		start(endpoint("second", Set.of()));
		assertThat(posts(4)).extracting(Post::id).containsExactly("e1", "e2", "e1", "e2");
	}

	private Endpoint endpoint(String name, Set<String> events) {
		return new Endpoint(this.receiver.url(), "secret", events, name + this.topic, true);
	}

	private void start(Endpoint endpoint) {
		start(endpoint, Duration.ofMinutes(5));
	}

	private void start(Endpoint endpoint, Duration giveUp) {
		WebhookSettings settings = new WebhookSettings(true, Duration.ofSeconds(20), Duration.ofMillis(10),
				Duration.ofMillis(40), giveUp);
		Webhook webhook = new Webhook(endpoint, settings, Map.of("bootstrap.servers", broker.bootstrapServers()),
				this.topic, new Events(this.database, Clock.systemUTC()), new Sender(settings, Clock.systemUTC()),
				this.meters);
		this.started.add(webhook);
		webhook.start();
	}

	private List<Post> posts(int count) {
		await().atMost(PATIENCE).until(() -> this.receiver.posts().size() >= count);
		return this.receiver.posts();
	}

	private Post one(String type) {
		return this.receiver.posts().stream().filter((post) -> post.type().equals(type)).findFirst().orElseThrow();
	}

	private double count(String outcome) {
		return this.meters.counter("recap.webhooks", "endpoint", "http://127.0.0.1", "outcome", outcome).count();
	}

	private void publish(String key, @Nullable SummaryEvent event) throws ExecutionException, InterruptedException {
		byte[] value = (event != null) ? Json.mapper().writerFor(SummaryEvent.class).writeValueAsBytes(event) : null;
		this.producer.send(new ProducerRecord<>(this.topic, key.getBytes(StandardCharsets.UTF_8), value)).get();
	}

	private void summary(ConversationSummary summary) throws ExecutionException, InterruptedException {
		put(SummaryDocument.COLLECTION, new Document(SummaryDocument.toMap(summary, "")));
		publish("c", new SummaryUpdated("r1", "c", summary, null));
	}

	private void item(String id, String conversation) {
		ItemDocument item = new ItemDocument(id, conversation, "", Kind.ACTION_ITEM, "Ann tests.", "Ann tests.", "ann",
				null, ItemStatus.OPEN, List.of("m1"), null, List.of("ann"), List.of(), AsOf.START, NOON, NOON);
		put(ItemDocument.COLLECTION, new Document(item.toMap()));
	}

	private void conversation(String id, String status) {
		put(ConversationDocument.COLLECTION,
				new Document("_id", id).append("status", status)
					.append("generation", "")
					.append("created_at", Date.from(NOON))
					.append("updated_at", Date.from(NOON)));
	}

	private void put(String collection, Document document) {
		this.database.getCollection(collection)
			.replaceOne(new Document("_id", document.get("_id")), document, new ReplaceOptions().upsert(true));
	}

}
