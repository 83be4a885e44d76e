package dev.recap.worker.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.store.ArchivedDocument;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.store.RetentionFields;
import dev.recap.schema.store.SummaryDocument;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Writes conversations to the bucket and keeps what lies there as erasures want it. Every
 * step may be repeated; each fails with an {@link SdkException} while the bucket is away.
 */
public final class Archives {

	private static final int PAGE = 500;

	/** How long a file is another's to write before it is looked at again. */
	private static final Duration WRITING = Duration.ofMinutes(15);

	private final Bucket bucket;

	private final MongoCollection<Document> conversations;

	private final MongoCollection<Document> messages;

	private final MongoCollection<Document> summaries;

	private final MongoCollection<Document> items;

	private final MongoCollection<Document> files;

	private final Clock clock;

	private final Counter written;

	private final Counter erased;

	public Archives(Bucket bucket, MongoDatabase database, Clock clock, MeterRegistry meters) {
		this.bucket = bucket;
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.messages = database.getCollection(MessageDocument.COLLECTION);
		this.summaries = database.getCollection(SummaryDocument.COLLECTION);
		this.items = database.getCollection(ItemDocument.COLLECTION);
		this.files = database.getCollection(ArchivedDocument.COLLECTION);
		this.clock = clock;
		this.written = meters.counter("recap.archive.files", "outcome", "written");
		this.erased = meters.counter("recap.archive.files", "outcome", "erased");
	}

	/**
	 * Writes a conversation as it is now; what lay there before under the same life of it
	 * is replaced.
	 * @return false when it was changed meanwhile, so that it has to be written again
	 */
	public boolean write(String id) {
		Document before = find(id);
		if (before == null) {
			return true;
		}
		ConversationDocument conversation = ConversationDocument.from(before);
		String key = this.bucket.key(id, conversation.generation());
		Path file = temporary();
		try {
			Set<String> users = write(conversation, file);
			announce(key, id, users);
			this.bucket.put(key, file);
		}
		finally {
			delete(file);
		}
		this.written.increment();
		return settle(key, before);
	}

	private @Nullable Document find(String id) {
		return this.conversations.find(new Document("_id", id)).first();
	}

	private Set<String> write(ConversationDocument conversation, Path file) {
		Set<String> users = new TreeSet<>();
		Document own = new Document("conversation_id", conversation.id()).append("generation",
				conversation.generation());
		try (OutputStream out = Files.newOutputStream(file); ArchiveFile.Writer writer = new ArchiveFile.Writer(out)) {
			writer.header(ArchiveFile.Header.of(conversation, this.clock.instant()));
			for (Document each : this.messages.find(own)
				.sort(new Document("timestamp", 1).append("partition", 1).append("offset", 1))
				.batchSize(PAGE)) {
				MessageDocument message = MessageDocument.from(each);
				users.add(message.userId());
				writer.message(event(message));
			}
			for (Document each : this.summaries.find(own)
				.sort(new Document("generated_at", 1).append("_id", 1))
				.batchSize(PAGE)) {
				writer.summary(SummaryDocument.from(each));
			}
			for (Document each : this.items.find(own)
				.sort(new Document("created_at", 1).append("_id", 1))
				.batchSize(PAGE)) {
				writer.item(ItemDocument.from(each));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return users;
	}

	private static MessagePosted event(MessageDocument message) {
		return new MessagePosted(message.conversationId(), message.messageId(), message.userId(), message.role(),
				message.content(), message.timestamp(), message.metadata(), message.replyTo(), message.usage());
	}

	/** Before the file is there: should this process end now, somebody looks later. */
	private void announce(String key, String conversation, Set<String> users) {
		Document set = new Document(ArchivedDocument.CONVERSATION, conversation).append(ArchivedDocument.AT, now());
		this.files.updateOne(new Document("_id", key),
				new Document("$set", set)
					.append("$addToSet",
							new Document(ArchivedDocument.USERS, new Document("$each", List.copyOf(users))))
					.append("$max", new Document(ArchivedDocument.DUE, later())),
				new UpdateOptions().upsert(true));
	}

	/** Whether the file still says what the database does. */
	private boolean settle(String key, Document before) {
		Document file = this.files.find(new Document("_id", key)).first();
		if (file == null) {
			// It was to go while it was being written.
			this.bucket.delete(key);
			return false;
		}
		if (file.containsKey(ArchivedDocument.ERASE) || file.containsKey(ArchivedDocument.ERASE_USERS)) {
			return false;
		}
		Document after = find(before.getString("_id"));
		if (after == null || !sameVersion(before, after)) {
			return false;
		}
		this.files.updateOne(new Document("_id", key).append(ArchivedDocument.DUE, file.get(ArchivedDocument.DUE)),
				new Document("$unset", new Document(ArchivedDocument.DUE, "")));
		this.conversations.updateOne(new Document("_id", before.get("_id")).append("version", before.get("version")),
				new Document("$unset", new Document(RetentionFields.ENDED_SINCE, "")));
		return true;
	}

	private static boolean sameVersion(Document one, Document other) {
		return String.valueOf(one.get("version")).equals(String.valueOf(other.get("version")));
	}

	/**
	 * Does what erasures have asked for, oldest first.
	 * @param limit how many files at most
	 * @return how many files were looked at
	 */
	public int erase(int limit) {
		List<Document> due = this.files.find(new Document(ArchivedDocument.DUE, new Document("$lte", now())))
			.sort(new Document(ArchivedDocument.DUE, 1))
			.limit(limit)
			.into(new ArrayList<>());
		due.forEach(this::lookAfter);
		return due.size();
	}

	private void lookAfter(Document file) {
		String key = file.getString("_id");
		if (Boolean.TRUE.equals(file.getBoolean(ArchivedDocument.ERASE))) {
			this.bucket.delete(key);
			this.files.deleteOne(new Document("_id", key));
			this.erased.increment();
			return;
		}
		List<String> users = file.getList(ArchivedDocument.ERASE_USERS, String.class, List.of());
		if (!users.isEmpty()) {
			rewrite(key, Set.copyOf(users));
		}
		// Unless more was asked for meanwhile.
		this.files.updateOne(new Document("_id", key).append(ArchivedDocument.DUE, file.get(ArchivedDocument.DUE)),
				new Document("$unset", new Document(ArchivedDocument.DUE, "").append(ArchivedDocument.ERASE_USERS, ""))
					.append("$pullAll", new Document(ArchivedDocument.USERS, users)));
	}

	/**
	 * Takes users' words out of a file; summaries and items go too, for they may quote
	 * them.
	 */
	private void rewrite(String key, Set<String> users) {
		Path file = temporary();
		try (OutputStream out = Files.newOutputStream(file)) {
			try (ArchiveFile.Writer writer = new ArchiveFile.Writer(out)) {
				ArchiveFile.read(this.bucket.get(key), new Without(users, writer));
			}
			this.bucket.put(key, file);
		}
		catch (NoSuchKeyException ex) {
			// It was announced and never came to be.
			return;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			delete(file);
		}
		this.written.increment();
	}

	/** Copies what users have not written. */
	private record Without(Set<String> users, ArchiveFile.Writer writer) implements ArchiveFile.Content {

		@Override
		public void header(ArchiveFile.Header header) {
			boolean owned = header.userId() != null && this.users.contains(header.userId());
			write(() -> this.writer.header(owned ? new ArchiveFile.Header(header.id(), null, null, header.metadata(),
					header.status(), header.createdAt(), header.updatedAt(), header.messageCount(), header.generation(),
					header.archivedAt()) : header));
		}

		@Override
		public void message(MessagePosted message) {
			if (!this.users.contains(message.userId())) {
				write(() -> this.writer.message(message));
			}
		}

		@Override
		public void other(String type, String line) {
			// Left out.
		}

		private static void write(Step step) {
			try {
				step.run();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/** A step that writes. */
	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

	private static Path temporary() {
		try {
			return Files.createTempFile("recap-archive", ".jsonl.gz");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Date now() {
		return Date.from(this.clock.instant());
	}

	private Date later() {
		return Date.from(this.clock.instant().plus(WRITING));
	}

}
