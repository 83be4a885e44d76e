package dev.recap.standalone.mongo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.NoSuchCommandException;
import io.netty.channel.Channel;

/** Answers a command when all it changed is in the journal. */
final class JournaledBackend extends AbstractMongoBackend implements Journal.Contents {

	private final Map<String, JournaledDatabase> known = new TreeMap<>();

	private final Journal journal;

	JournaledBackend(Path file, long worthGrowing, Duration forgetAfter) {
		this.journal = new Journal(file, this, worthGrowing, forgetAfter);
	}

	/** Reads what the journal holds, and writes to it from then on. */
	void open() throws IOException {
		this.journal.open(this::apply);
	}

	/** Brings the journal to the disk; no command may follow. */
	void closeJournal() throws IOException {
		this.journal.close();
	}

	private void apply(Change change) {
		String namespace = change.namespace();
		String database = namespace.substring(0, namespace.indexOf('.'));
		((JournaledDatabase) resolveDatabase(database)).apply(change);
	}

	@Override
	public Stream<Change> changes() {
		List<Stream<Change>> contents = this.known.values().stream().map(JournaledDatabase::contents).toList();
		return contents.stream().flatMap((part) -> part);
	}

	@Override
	public long bytes() {
		return this.known.values().stream().mapToLong(JournaledDatabase::bytes).sum();
	}

	@Override
	public Document handleCommand(Channel channel, String database, String command, Document query) {
		if (command.equals("renameCollection")) {
			throw new NoSuchCommandException(command);
		}
		this.journal.requireWritable();
		try {
			return command.equals("hello") ? hello(channel, database, query)
					: super.handleCommand(channel, database, command, query);
		}
		finally {
			this.journal.commit();
			// Drivers ask how the server is every ten seconds, so it is never for want
			// of a command that this waits.
			this.journal.tend();
		}
	}

	/** Health checks ask by the command's newer name. */
	private Document hello(Channel channel, String database, Document query) {
		return super.handleCommand(channel, database, "ismaster", query).append("isWritablePrimary", true);
	}

	@Override
	protected JournaledDatabase openOrCreateDatabase(String name) {
		return this.known.computeIfAbsent(name,
				(key) -> new JournaledDatabase(key, getCursorRegistry(), this.journal::record));
	}

	@Override
	public void dropDatabase(String name) {
		super.dropDatabase(name);
		this.known.remove(name);
	}

}
