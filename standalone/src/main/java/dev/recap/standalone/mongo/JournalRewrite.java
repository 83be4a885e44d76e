package dev.recap.standalone.mongo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Future;
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
			write(contents, target, (record) -> writeAtLeisure(record, target));
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
			write(contents, target, (record) -> record.writeTo(target));
			target.force(true);
		}
	}

	private static FileChannel create(Path file) throws IOException {
		Files.deleteIfExists(file);
		return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	/** How a record gets into a file. */
	private interface Output {

		void write(JournalRecord record) throws IOException;

	}

	private static void write(Stream<Change> contents, FileChannel target, Output output) throws IOException {
		target.write(ByteBuffer.wrap(Journal.MAGIC));
		JournalRecord record = new JournalRecord();
		try {
			contents.forEachOrdered((change) -> {
				record.add(change);
				if (record.isFull()) {
					write(record, output);
				}
			});
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		if (!record.isEmpty()) {
			output.write(record);
		}
	}

	private static void write(JournalRecord record, Output output) {
		try {
			output.write(record);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Bit by bit to the disk, with as long a rest behind each: who brought all of it
	 * there at the end made every write to that disk wait for seconds.
	 */
	private static void writeAtLeisure(JournalRecord record, FileChannel target) throws IOException {
		long start = System.nanoTime();
		record.writeTo(target);
		target.force(false);
		try {
			TimeUnit.NANOSECONDS.sleep(System.nanoTime() - start);
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException();
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
	 * Takes the last records, so that the file holds the same as the journal in use.
	 * @param end where that one ends
	 */
	void complete(long end) throws IOException {
		try {
			if (this.writing.state() == Future.State.FAILED) {
				throw new IOException(this.writing.exceptionNow());
			}
			copyUpTo(end);
			this.target.force(true);
			close();
		}
		catch (IOException ex) {
			giveUp();
			throw ex;
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
