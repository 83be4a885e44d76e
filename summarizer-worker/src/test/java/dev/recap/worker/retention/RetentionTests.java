package dev.recap.worker.retention;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.mongodb.client.MongoDatabase;
import com.robothy.s3.rest.LocalS3;
import com.robothy.s3.rest.bootstrap.LocalS3Mode;
import dev.recap.schema.Retention;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.event.Role;
import dev.recap.schema.store.ArchivedDocument;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.testing.TestBroker;
import dev.recap.testing.TestClock;
import dev.recap.worker.WorkerApplication;
import dev.recap.worker.archive.ArchiveFile;
import dev.recap.worker.archive.ArchiveSettings;
import dev.recap.worker.archive.Bucket;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.MeterRegistry;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** A worker that sweeps, with a broker, a database and a bucket. */
class RetentionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration KEPT = Duration.ofDays(30);

	private static final TestClock clock = TestClock.running();

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	@TempDir
	private static Path folder;

	private static TestBroker broker;

	private static LocalS3 s3;

	private static Bucket bucket;

	private static ConfigurableApplicationContext worker;

	private static MongoDatabase database;

	private static EventLog log;

	private final String id = "c-" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		System.setProperty("aws.accessKeyId", "test");
		System.setProperty("aws.secretAccessKey", "test");
		broker = TestBroker.start(folder);
		startBucket(TestBroker.freePort());
		createBucket();
		ArchiveSettings settings = new ArchiveSettings("archive", endpoint(), "us-east-1", "recap/", true, true);
		bucket = Bucket.open(settings);
		worker = worker();
		database = worker.getBean(MongoDatabase.class);
		log = worker.getBean(EventLog.class);
	}

	@AfterAll
	static void stop() {
		worker.close();
		bucket.close();
		s3.shutdown();
		broker.close();
	}

	@BeforeEach
	void resetTime() {
		clock.reset();
	}

	@Test
	void erasesWhatNothingHappensToAnyMoreAndArchivesItFirst() {
		log.publish(new ConversationUpdated(this.id, Instant.EPOCH, "Plans", "ann", Map.of("topic", "release")));
		say("1", "ann", "We ship on Friday.");
		say("2", "bob", "Ich schreibe die Notizen – versprochen 🙂");
		awaitMessages(2);
		clock.pass(KEPT.minusHours(1));
		say("3", "ann", "still here");
		awaitMessages(3);
		assertThat(status()).isEqualTo("active");
		clock.pass(Duration.ofHours(2));
		awaitStatus("erased");
		awaitMessages(0);
		Found found = archived();
		assertThat(found.header().title()).isEqualTo("Plans");
		assertThat(found.header().metadata()).containsEntry("topic", "release");
		assertThat(found.messages()).extracting(MessagePosted::messageId, MessagePosted::userId, MessagePosted::content)
			.containsExactlyInAnyOrder(tuple("1", "ann", "We ship on Friday."),
					tuple("2", "bob", "Ich schreibe die Notizen – versprochen 🙂"), tuple("3", "ann", "still here"));
		found.messages().forEach(log::publish);
		awaitMessages(3);
	}

	@Test
	void whatAConversationAsksForCountsMoreThanTheDefault() {
		log.publish(new ConversationUpdated(this.id, Instant.now(), null, "ann", Map.of(Retention.KEY, "2h")));
		say("1", "ann", "soon forgotten");
		awaitMessages(1);
		clock.pass(Duration.ofHours(1));
		say("2", "ann", "a sign of life, by the broker's clock an hour ago");
		awaitMessages(2);
		assertThat(status()).isEqualTo("active");
		clock.pass(Duration.ofHours(2));
		awaitStatus("erased");
	}

	@Test
	void sessionsEndAndGoSooner() {
		log.publish(new ConversationUpdated(this.id, Instant.now(), null, "ann", Map.of(Retention.SESSION_KEY, true)));
		say("1", "ann", "hello");
		awaitMessages(1);
		clock.pass(Duration.ofHours(2));
		awaitStatus("ended");
		await().atMost(PATIENCE).until(() -> bucket.of(this.id).count() == 1);
		assertThat(archived().header().status()).isEqualTo("ended");
		clock.pass(Duration.ofDays(2));
		awaitStatus("erased");
	}

	@Test
	void whatWasHiddenIsErasedForGoodAndNotArchived() {
		say("1", "ann", "hidden");
		log.publish(new ConversationEnded(this.id, Instant.now()));
		await().atMost(PATIENCE).until(() -> bucket.of(this.id).count() == 1);
		log.publish(new ConversationDeleted(this.id, Instant.now(), false, null));
		awaitStatus("deleted");
		clock.pass(Duration.ofDays(8));
		awaitStatus("erased");
		await().atMost(PATIENCE).until(() -> bucket.of(this.id).findAny().isEmpty());
	}

	@Test
	void nothingIsErasedWhileTheBucketIsAway() {
		int port = s3.getPort();
		s3.shutdown();
		say("1", "ann", "not lost");
		awaitMessages(1);
		clock.pass(KEPT.plusHours(1));
		await().atMost(PATIENCE)
			.until(() -> worker.getBean(MeterRegistry.class).get("recap.archive.away").gauge().value() == 1);
		assertThat(status()).isEqualTo("active");
		startBucket(port);
		createBucket();
		awaitStatus("erased");
		assertThat(archived().messages()).extracting(MessagePosted::content).containsExactly("not lost");
	}

	@Test
	void anErasureReachesTheBucket() {
		say("1", "ann", "of ann");
		say("2", "bob", "of bob");
		log.publish(new ConversationEnded(this.id, Instant.now()));
		await().atMost(PATIENCE).until(() -> bucket.of(this.id).count() == 1);
		log.publish(new UserErased(this.id, Instant.now(), "bob"));
		await().atMost(PATIENCE).until(() -> archived().messages().size() == 1);
		assertThat(archived().messages()).extracting(MessagePosted::userId).containsExactly("ann");
		log.publish(new ConversationDeleted(this.id, Instant.now(), true, null));
		await().atMost(PATIENCE).until(() -> bucket.of(this.id).findAny().isEmpty());
		await().atMost(PATIENCE)
			.until(() -> database.getCollection(ArchivedDocument.COLLECTION)
				.countDocuments(new Document(ArchivedDocument.CONVERSATION, this.id)) == 0);
	}

	private void say(String messageId, String user, String content) {
		ChatEvent message = new MessagePosted(this.id, messageId, user, Role.USER, content, Instant.now(), Map.of(),
				null, null);
		log.publish(message);
	}

	private void awaitMessages(int count) {
		await().atMost(PATIENCE)
			.until(() -> database.getCollection(MessageDocument.COLLECTION)
				.countDocuments(new Document("conversation_id", this.id)) == count);
	}

	private void awaitStatus(String status) {
		await().atMost(PATIENCE).until(() -> status.equals(status()));
	}

	private @Nullable String status() {
		Document found = database.getCollection(ConversationDocument.COLLECTION)
			.find(new Document("_id", this.id))
			.first();
		return (found != null) ? found.getString("status") : null;
	}

	private Found archived() {
		Found found = new Found();
		try (InputStream in = bucket.get(bucket.of(this.id).findFirst().orElseThrow().key())) {
			ArchiveFile.read(in, found);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found;
	}

	/** What a file holds. */
	private static final class Found implements ArchiveFile.Content {

		private final List<MessagePosted> messages = new ArrayList<>();

		private ArchiveFile.@Nullable Header header;

		@Override
		public void header(ArchiveFile.Header given) {
			this.header = given;
		}

		@Override
		public void message(MessagePosted message) {
			this.messages.add(message);
		}

		@Override
		public void other(String type, String line) {
		}

		ArchiveFile.Header header() {
			return Objects.requireNonNull(this.header);
		}

		List<MessagePosted> messages() {
			return this.messages;
		}

	}

	private static String endpoint() {
		return "http://127.0.0.1:" + s3.getPort();
	}

	private static void startBucket(int port) {
		s3 = LocalS3.builder().port(port).mode(LocalS3Mode.IN_MEMORY).build();
		s3.start();
	}

	private static void createBucket() {
		try (S3Client client = S3Client.builder()
			.endpointOverride(URI.create(endpoint()))
			.region(Region.US_EAST_1)
			.forcePathStyle(true)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
			.httpClientBuilder(UrlConnectionHttpClient.builder())
			.build()) {
			client.createBucket((request) -> request.bucket("archive"));
		}
	}

	private static ConfigurableApplicationContext worker() {
		return new SpringApplicationBuilder(WorkerApplication.class).web(WebApplicationType.NONE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock))
			.properties(Map.of("spring.config.name", "summarizer-worker", "recap.worker.roles", "history",
					"recap.topics.partitions", "2"))
			.run("--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
					"--spring.mongodb.uri=" + mongo.uri() + "/recap", "--recap.retention.interval=300ms",
					"--recap.retention.conversations=30d", "--recap.retention.sessions=1d",
					"--recap.retention.idle-sessions=1h", "--recap.retention.hidden=7d",
					"--recap.archive.bucket=archive", "--recap.archive.endpoint=" + endpoint(),
					"--recap.archive.path-style=true", "--recap.archive.ended=true");
	}

}
