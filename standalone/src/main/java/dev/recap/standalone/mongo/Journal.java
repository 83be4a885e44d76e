package dev.recap.standalone.mongo;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
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

	static final byte[] MAGIC = "RECAPJ1\n".getBytes(StandardCharsets.US_ASCII);

	private static final long SYNC_MILLIS = 200;

	/**
	 * Journals are rewritten at start when this part of them, and so much, is of no use.
	 */
	private static final double WORTH_REWRITING = 0.25;

	private static final int WORTH_REWRITING_BYTES = 64 * 1024;

	/**
	 * What is removed seldom comes alone: a file rewritten within this time of a removal
	 * is rewritten once more.
	 */
	private static final long ERASING_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final Path file;

	private final JournalRecord pending = new JournalRecord();

	private final AtomicBoolean unsynced = new AtomicBoolean();

	private final ScheduledExecutorService syncing = Executors.newSingleThreadScheduledExecutor(
			(task) -> Thread.ofPlatform().daemon().name("mongo-journal-sync").unstarted(task));

	private final Contents contents;

	private final long worthGrowing;

	private final long rewriteNanos;

	private volatile @Nullable FileChannel channel;

	private @Nullable IOException failure;

	private long rewriteAt;

	private @Nullable JournalRewrite rewrite;

	private long rewriteBegan;

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
		Files.deleteIfExists(rewritten());
		if (!Files.exists(this.file)) {
			JournalRewrite.write(rewritten(), Stream.empty());
			takeRewritten();
		}
		long end = replay((change) -> {
			noteRemoval(change);
			changes.accept(change);
		});
		cut(end);
		if (end > WORTH_REWRITING_BYTES && isWorthRewriting(end)) {
			JournalRewrite.write(rewritten(), this.contents.changes());
			takeRewritten();
			this.remembers = false;
		}
		append();
		this.syncing.scheduleWithFixedDelay(this::sync, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
	}

	private Path rewritten() {
		return this.file.resolveSibling(this.file.getFileName() + ".new");
	}

	/** Keeps a change for the next {@link #commit()}; none before the file is open. */
	void record(Change change) {
		if (this.channel == null) {
			return;
		}
		this.pending.add(change);
		noteRemoval(change);
		if (this.pending.isFull()) {
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

	/** Writes the changes kept, so that they outlive this process. */
	void commit() {
		if (this.channel == null || this.pending.isEmpty()) {
			return;
		}
		try {
			this.pending.writeTo(this.channel);
			this.unsynced.set(true);
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	/**
	 * Has the file rewritten when it has grown enough, or has held for long enough what
	 * was removed, and takes the new one when it is ready. Between commands, for within
	 * one what is recorded need not be stored yet.
	 */
	void tend() {
		if (this.channel == null) {
			return;
		}
		try {
			long end = this.channel.position();
			if (this.rewrite != null) {
				if (this.rewrite.isReady()) {
					finish(this.rewrite, end);
				}
			}
			else if (hasGrown(end) || isTimeToForget()) {
				begin(end);
			}
		}
		catch (IOException ex) {
			fail(ex);
		}
	}

	/** Whether it has grown enough; one of which all is of use may grow further. */
	private boolean hasGrown(long end) {
		if (end <= this.rewriteAt) {
			return false;
		}
		if (!isWorthRewriting(end)) {
			this.rewriteAt = end + Math.max(end / 2, this.worthGrowing);
			return false;
		}
		return true;
	}

	private boolean isTimeToForget() {
		return this.remembers && System.nanoTime() - this.firstRemoval >= this.rewriteNanos;
	}

	private void begin(long end) {
		this.rewriteBegan = System.nanoTime();
		try {
			this.rewrite = JournalRewrite.begin(rewritten(), this.file, end, this.contents.changes());
		}
		catch (IOException ex) {
			goOn(ex);
		}
	}

	private void finish(JournalRewrite finished, long end) throws IOException {
		this.rewrite = null;
		try {
			finished.complete(end);
		}
		catch (IOException ex) {
			goOn(ex);
			return;
		}
		FileChannel outdated = Objects.requireNonNull(this.channel);
		takeRewritten();
		append();
		outdated.close();
		this.remembers &= this.lastRemoval - this.rewriteBegan > -Math.min(ERASING_NANOS, this.rewriteNanos);
		this.firstRemoval = this.rewriteBegan;
	}

	/** The file in use holds everything as well. */
	private void goOn(IOException failed) {
		logger.warn("The journal {} cannot be rewritten and grows on: {}", this.file, failed.toString());
		this.rewriteAt += this.worthGrowing;
		this.firstRemoval = this.rewriteBegan;
	}

	private void fail(IOException failed) {
		this.failure = failed;
		requireWritable();
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
		if (this.rewrite != null) {
			this.rewrite.giveUp();
		}
	}

	/**
	 * Rewriting waits until the file has doubled, so that it costs a part of the writing.
	 */
	private void append() throws IOException {
		FileChannel opened = FileChannel.open(this.file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
		this.rewriteAt = opened.size() + Math.max(opened.size(), this.worthGrowing);
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
				offset += JournalRecord.HEADER + content.length;
			}
			return offset;
		}
	}

	/** Returns null when the record is the last and was not written to its end. */
	private byte @Nullable [] readRecord(DataInputStream input, long offset, long rest) throws IOException {
		byte[] header = input.readNBytes(JournalRecord.HEADER);
		if (header.length < JournalRecord.HEADER) {
			return null;
		}
		ByteBuffer fields = ByteBuffer.wrap(header);
		int length = fields.getInt();
		if (fields.getInt() != JournalRecord.checksum(header, 0, Integer.BYTES)) {
			if (isZero(header) && isZero(input.readAllBytes())) {
				return null;
			}
			throw unreadable(offset, "its length is damaged");
		}
		if (length > rest - JournalRecord.HEADER) {
			return null;
		}
		byte[] content = input.readNBytes(length);
		if (fields.getInt() == JournalRecord.checksum(content, 0, length)) {
			return content;
		}
		if (length == rest - JournalRecord.HEADER) {
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
				changes.accept(JournalRecord.read(input));
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

	private boolean isWorthRewriting(long size) {
		return size - this.contents.bytes() > WORTH_REWRITING * size;
	}

	private void takeRewritten() throws IOException {
		Files.move(rewritten(), this.file, StandardCopyOption.ATOMIC_MOVE);
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

	/** What is stored. */
	interface Contents {

		/**
		 * The changes that lead from nothing to what is stored now, whatever is stored
		 * while they are read.
		 */
		Stream<Change> changes();

		/** About how many bytes these changes take. */
		long bytes();

	}

}
