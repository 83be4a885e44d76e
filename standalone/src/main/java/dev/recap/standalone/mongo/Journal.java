package dev.recap.standalone.mongo;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import de.bwaldvogel.mongo.exception.MongoServerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of all changes, one record for each command that made some.
 *
 * <p>
 * After eight bytes of {@link #MAGIC} each record is the length of its content, a
 * checksum of that length, a checksum of the content, and the content: one or more
 * changes, each its kind (1 byte), its namespace (2 bytes of length, UTF-8) and its
 * document (4 bytes of length, BSON).
 */
final class Journal implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Journal.class);

	private static final byte[] MAGIC = "RECAPJ1\n".getBytes(StandardCharsets.US_ASCII);

	private static final int HEADER = 12;

	/** A command that changes more than this is written in several records. */
	private static final int MOST_PENDING = 8 * 1024 * 1024;

	private static final long SYNC_MILLIS = 200;

	/**
	 * Journals are rewritten at start when this part of them, and so much, is of no use.
	 */
	private static final double WORTH_COMPACTING = 0.25;

	private static final int WORTH_COMPACTING_BYTES = 64 * 1024;

	/**
	 * What is removed seldom comes alone: a file rewritten within this time of a removal
	 * is rewritten once more.
	 */
	private static final long ERASING_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Path file;

	private final PendingRecord pendingBytes = new PendingRecord();

	private final DataOutputStream pending = new DataOutputStream(this.pendingBytes);

	private final AtomicBoolean unsynced = new AtomicBoolean();

	private final ScheduledExecutorService syncing = Executors.newSingleThreadScheduledExecutor(
			(task) -> Thread.ofPlatform().daemon().name("mongo-journal-sync").unstarted(task));

	private final Contents contents;

	private final long worthGrowing;

	private final long rewriteNanos;

	private volatile @Nullable FileChannel channel;

	private @Nullable IOException failure;

	private long compactAt;

	/** Whether the file holds what was removed, since when, and until when. */
	private boolean remembers;

	private long firstRemoval;

	private long lastRemoval;

	/**
	 * Names a journal.
	 * @param contents gives the changes to keep when the file is rewritten
	 * @param worthGrowing by how many bytes at least the file grows before it is
	 * rewritten
	 * @param forgetAfter how long the file holds what was removed, if commands come
	 */
	Journal(Path file, Contents contents, long worthGrowing, Duration forgetAfter) {
		this.file = file;
		this.contents = contents;
		this.worthGrowing = worthGrowing;
		this.rewriteNanos = forgetAfter.toNanos() / 2;
	}

	/**
	 * Hands out all changes, cuts a last record that was not written to its end, and is
	 * then ready to be written.
	 */
	void open(Consumer<Change> changes) throws IOException {
		if (!Files.exists(this.file)) {
			replaceBy(write(Stream.empty()));
		}
		long end = replay((change) -> {
			noteRemoval(change);
			changes.accept(change);
		});
		cut(end);
		if (isWorthCompacting(end)) {
			replaceBy(write(this.contents.get()));
			this.remembers = false;
		}
		append();
		this.syncing.scheduleWithFixedDelay(this::sync, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
	}

	/** Keeps a change for the next {@link #commit()}; none before the file is open. */
	void record(Change change) {
		if (this.channel == null) {
			return;
		}
		append(change);
		noteRemoval(change);
		if (this.pendingBytes.size() > MOST_PENDING) {
			commit();
		}
	}

	private void noteRemoval(Change change) {
		if (change instanceof Change.Removed || change instanceof Change.CollectionDropped) {
			this.lastRemoval = System.nanoTime();
			if (!this.remembers) {
				this.remembers = true;
				this.firstRemoval = this.lastRemoval;
			}
		}
	}

	/** Rewrites the file when it has held for long enough what was removed. */
	void forget() {
		long now = System.nanoTime();
		if (this.channel == null || !this.remembers || now - this.firstRemoval < this.rewriteNanos) {
			return;
		}
		try {
			this.firstRemoval = now;
			this.remembers = !compact() || now - this.lastRemoval < Math.min(ERASING_NANOS, this.rewriteNanos);
		}
		catch (IOException ex) {
			this.failure = ex;
			requireWritable();
		}
	}

	/** Writes the changes kept, so that they outlive this process. */
	void commit() {
		if (this.channel == null || this.pendingBytes.isEmpty()) {
			return;
		}
		try {
			writeRecord(this.channel);
			this.unsynced.set(true);
			if (this.channel.position() > this.compactAt) {
				compact();
			}
		}
		catch (IOException ex) {
			this.failure = ex;
			requireWritable();
		}
	}

	/** Refuses to go on after a failed write: what is in memory is not in the file. */
	void requireWritable() {
		if (this.failure != null) {
			throw new MongoServerException("The journal " + this.file + " cannot be written: " + this.failure);
		}
	}

	@Override
	public void close() throws IOException {
		this.syncing.shutdown();
		if (this.channel != null) {
			commit();
			this.channel.force(true);
			this.channel.close();
		}
	}

	/** Returns false when there was no writing the new file, and the old one goes on. */
	private boolean compact() throws IOException {
		FileChannel outdated = Objects.requireNonNull(this.channel);
		Path rewritten;
		try {
			rewritten = write(this.contents.get());
		}
		catch (IOException ex) {
			logger.warn("The journal {} cannot be rewritten and grows on: {}", this.file, ex.toString());
			this.pendingBytes.reset();
			this.compactAt += this.worthGrowing;
			return false;
		}
		replaceBy(rewritten);
		append();
		outdated.close();
		return true;
	}

	/**
	 * Rewriting waits until the file has doubled, so that it costs a part of the writing.
	 */
	private void append() throws IOException {
		FileChannel opened = FileChannel.open(this.file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
		this.compactAt = opened.size() + Math.max(opened.size(), this.worthGrowing);
		this.channel = opened;
	}

	private void sync() {
		FileChannel current = this.channel;
		if (current == null || !this.unsynced.compareAndSet(true, false)) {
			return;
		}
		try {
			current.force(false);
		}
		catch (ClosedChannelException ex) {
			logger.debug("{} was rewritten, and synced, meanwhile", this.file, ex);
		}
		catch (IOException ex) {
			logger.error("The journal {} cannot be brought to the disk", this.file, ex);
		}
	}

	private void append(Change change) {
		try {
			this.pending.writeByte(kind(change));
			this.pending.writeUTF(change.namespace());
			byte[] document = document(change);
			this.pending.writeInt(document.length);
			this.pending.write(document);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int kind(Change change) {
		return switch (change) {
			case Change.Stored stored -> 1;
			case Change.Removed removed -> 2;
			case Change.CollectionCreated created -> 3;
			case Change.CollectionDropped dropped -> 4;
			case Change.IndexCreated created -> 5;
			case Change.IndexDropped dropped -> 6;
		};
	}

	private static byte[] document(Change change) {
		return switch (change) {
			case Change.Stored stored -> stored.document();
			case Change.Removed removed -> removed.id();
			case Change.CollectionCreated created -> new byte[0];
			case Change.CollectionDropped dropped -> new byte[0];
			case Change.IndexCreated created -> created.description();
			case Change.IndexDropped dropped -> dropped.name();
		};
	}

	private static Change change(int kind, String namespace, byte[] document) throws IOException {
		return switch (kind) {
			case 1 -> new Change.Stored(namespace, document);
			case 2 -> new Change.Removed(namespace, document);
			case 3 -> new Change.CollectionCreated(namespace);
			case 4 -> new Change.CollectionDropped(namespace);
			case 5 -> new Change.IndexCreated(namespace, document);
			case 6 -> new Change.IndexDropped(namespace, document);
			default -> throw new IOException("unknown kind of change " + kind);
		};
	}

	private void writeRecord(FileChannel target) throws IOException {
		ByteBuffer record = this.pendingBytes.finish();
		while (record.hasRemaining()) {
			target.write(record);
		}
		this.pendingBytes.reset();
	}

	private static int checksum(byte[] bytes, int from, int length) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, from, length);
		return (int) checksum.getValue();
	}

	/** Returns where the last whole record ends. */
	private long replay(Consumer<Change> changes) throws IOException {
		long size = Files.size(this.file);
		try (DataInputStream input = new DataInputStream(
				new BufferedInputStream(Files.newInputStream(this.file), 1024 * 1024))) {
			if (!Arrays.equals(input.readNBytes(MAGIC.length), MAGIC)) {
				throw unreadable(0, "not a journal");
			}
			long offset = MAGIC.length;
			while (offset < size) {
				byte[] content = readRecord(input, offset, size - offset);
				if (content == null) {
					logger.warn("Cutting the last record of {}, which was not written to its end", this.file);
					return offset;
				}
				replay(content, changes, offset);
				offset += HEADER + content.length;
			}
			return offset;
		}
	}

	/** Returns null when the record is the last and was not written to its end. */
	private byte @Nullable [] readRecord(DataInputStream input, long offset, long rest) throws IOException {
		byte[] header = input.readNBytes(HEADER);
		if (header.length < HEADER) {
			return null;
		}
		ByteBuffer fields = ByteBuffer.wrap(header);
		int length = fields.getInt();
		if (fields.getInt() != checksum(header, 0, Integer.BYTES)) {
			if (isZero(header) && isZero(input.readAllBytes())) {
				return null;
			}
			throw unreadable(offset, "its length is damaged");
		}
		if (length > rest - HEADER) {
			return null;
		}
		byte[] content = input.readNBytes(length);
		if (fields.getInt() == checksum(content, 0, length)) {
			return content;
		}
		if (length == rest - HEADER) {
			return null;
		}
		throw unreadable(offset, "its checksum is wrong");
	}

	/**
	 * What a power cut leaves of bytes that had a place in the file but were not written.
	 */
	private static boolean isZero(byte[] bytes) {
		for (byte part : bytes) {
			if (part != 0) {
				return false;
			}
		}
		return true;
	}

	private void replay(byte[] content, Consumer<Change> changes, long offset) throws IOException {
		try {
			DataInputStream input = new DataInputStream(new ByteArrayInputStream(content));
			while (input.available() > 0) {
				int kind = input.readUnsignedByte();
				String namespace = input.readUTF();
				changes.accept(change(kind, namespace, input.readNBytes(input.readInt())));
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Record at byte {}", offset, ex);
			throw unreadable(offset, String.valueOf(ex.getMessage()));
		}
	}

	private JournalUnreadableException unreadable(long offset, String reason) {
		return new JournalUnreadableException(this.file, offset, reason);
	}

	private void cut(long end) throws IOException {
		try (FileChannel target = FileChannel.open(this.file, StandardOpenOption.WRITE)) {
			target.truncate(end);
			target.force(true);
		}
	}

	private boolean isWorthCompacting(long size) {
		long useful = this.contents.get()
			.mapToLong((change) -> document(change).length + change.namespace().length())
			.sum();
		return size - useful > WORTH_COMPACTING_BYTES && size - useful > WORTH_COMPACTING * size;
	}

	private Path write(Stream<Change> changes) throws IOException {
		Path rewritten = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.deleteIfExists(rewritten);
		try (FileChannel target = FileChannel.open(rewritten, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE)) {
			target.write(ByteBuffer.wrap(MAGIC));
			for (Change change : (Iterable<Change>) changes::iterator) {
				append(change);
				if (this.pendingBytes.size() > MOST_PENDING) {
					writeRecord(target);
				}
			}
			if (!this.pendingBytes.isEmpty()) {
				writeRecord(target);
			}
			target.force(true);
		}
		return rewritten;
	}

	private void replaceBy(Path rewritten) throws IOException {
		Files.move(rewritten, this.file, StandardCopyOption.ATOMIC_MOVE);
		syncFolder();
	}

	/** Makes the new name last; some systems cannot open a folder and need not. */
	private void syncFolder() {
		try (FileChannel folder = FileChannel.open(this.file.toAbsolutePath().getParent())) {
			folder.force(true);
		}
		catch (IOException ex) {
			logger.debug("Cannot sync the folder of {}", this.file, ex);
		}
	}

	/** Gives, each time anew, the changes that lead from nothing to what is stored. */
	interface Contents {

		Stream<Change> get();

	}

	/** A record that is being made, and written from where it lies. */
	private static final class PendingRecord extends ByteArrayOutputStream {

		PendingRecord() {
			reset();
		}

		boolean isEmpty() {
			return size() == HEADER;
		}

		ByteBuffer finish() {
			ByteBuffer record = ByteBuffer.wrap(this.buf, 0, this.count);
			int length = this.count - HEADER;
			record.putInt(0, length);
			record.putInt(Integer.BYTES, checksum(this.buf, 0, Integer.BYTES));
			record.putInt(2 * Integer.BYTES, checksum(this.buf, HEADER, length));
			return record;
		}

		@Override
		public void reset() {
			this.count = HEADER;
		}

	}

}
