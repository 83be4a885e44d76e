package dev.recap.standalone.mongo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A journal that is written anew while the one in use goes on: first what was stored when
 * it began, by a thread of its own, then all records that were appended since.
 */
final class JournalRewrite {

	private final Path file;

	private final FileChannel source;

	private final FileChannel target;

	private final FutureTask<@Nullable Void> writing;

	private final Thread thread;

	/** Up to where the journal in use is in the new one. */
	private long copied;

	private JournalRewrite(Path file, FileChannel source, FileChannel target, long end, Stream<Change> contents) {
		this.file = file;
		this.source = source;
		this.target = target;
		this.copied = end;
		this.writing = new FutureTask<>(() -> {
			write(contents, target);
			copyUpTo(source.size());
			target.force(true);
			return null;
		});
		this.thread = Thread.ofPlatform().daemon().name("mongo-journal-rewrite").start(this.writing);
	}

	/**
	 * Begins to write.
	 * @param file where the new journal comes to lie
	 * @param journal the one in use
	 * @param end where it ends
	 * @param contents what leads from nothing to what is stored now
	 */
	static JournalRewrite begin(Path file, Path journal, long end, Stream<Change> contents) throws IOException {
		FileChannel source = FileChannel.open(journal, StandardOpenOption.READ);
		try {
			return new JournalRewrite(file, source, create(file), end, contents);
		}
		catch (IOException ex) {
			source.close();
			throw ex;
		}
	}

	/** Writes a journal at once. */
	static void write(Path file, Stream<Change> contents) throws IOException {
		try (FileChannel target = create(file)) {
			write(contents, target);
			target.force(true);
		}
	}

	private static FileChannel create(Path file) throws IOException {
		Files.deleteIfExists(file);
		return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	private static void write(Stream<Change> contents, FileChannel target) throws IOException {
		target.write(ByteBuffer.wrap(Journal.MAGIC));
		JournalRecord record = new JournalRecord();
		try {
			contents.forEachOrdered((change) -> {
				record.add(change);
				if (record.isFull()) {
					write(record, target);
				}
			});
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		if (!record.isEmpty()) {
			record.writeTo(target);
		}
	}

	/**
	 * Bit by bit to the disk, with as long a rest behind each: who brought all of it
	 * there at the end made every write to that disk wait for seconds.
	 */
	private static void write(JournalRecord record, FileChannel target) {
		try {
			long start = System.nanoTime();
			record.writeTo(target);
			target.force(false);
			TimeUnit.NANOSECONDS.sleep(System.nanoTime() - start);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new InterruptedIOException());
		}
	}

	private void copyUpTo(long end) throws IOException {
		while (this.copied < end) {
			this.copied += this.source.transferTo(this.copied, end - this.copied, this.target);
		}
	}

	/** Whether all but what was appended lately is written, or it failed. */
	boolean isReady() {
		return this.writing.isDone();
	}

	/**
	 * Takes the last records.
	 * @param end where the journal in use ends
	 * @return the file, which holds the same as that journal
	 */
	Path complete(long end) throws IOException {
		try {
			this.writing.get();
			copyUpTo(end);
			this.target.force(true);
			return this.file;
		}
		catch (ExecutionException ex) {
			throw new IOException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
		finally {
			close();
		}
	}

	/** Leaves the journal in use alone, and nothing beside it. */
	void giveUp() throws IOException {
		this.thread.interrupt();
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close();
		Files.deleteIfExists(this.file);
	}

	private void close() throws IOException {
		this.source.close();
		this.target.close();
	}

}
