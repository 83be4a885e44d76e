package dev.recap.standalone.mongo;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server that speaks MongoDB's protocol and keeps its data in a folder.
 *
 * <p>
 * What a client was told is written outlives this process at once, and a power cut after
 * a fifth of a second. All data lies in memory as well.
 */
public final class EmbeddedMongo implements AutoCloseable {

	private static final long WORTH_REWRITING = 256 * 1024 * 1024;

	private static final Duration FORGET_AFTER = Duration.ofHours(1);

	private final FolderLock lock;

	private final JournaledBackend backend;

	private final Listener server;

	private final InetSocketAddress address;

	private EmbeddedMongo(FolderLock lock, JournaledBackend backend, Listener server) {
		this.lock = lock;
		this.backend = backend;
		this.server = server;
		this.address = server.address();
	}

	/**
	 * Reads what the folder holds and listens.
	 * @param folder is created when missing
	 * @param address port 0 takes any free one
	 * @throws FolderInUseException when another server keeps its data in the folder
	 * @throws JournalUnreadableException when the data is damaged
	 * @throws BindException when the port is taken
	 */
	public static EmbeddedMongo start(Path folder, InetSocketAddress address) throws IOException {
		return start(folder, address, FORGET_AFTER);
	}

	/**
	 * Reads what the folder holds and listens.
	 * @param folder is created when missing
	 * @param address port 0 takes any free one
	 * @param forgetAfter how long the folder's file keeps what was removed, while a
	 * driver is connected
	 * @throws FolderInUseException when another server keeps its data in the folder
	 * @throws JournalUnreadableException when the data is damaged
	 * @throws BindException when the port is taken
	 */
	public static EmbeddedMongo start(Path folder, InetSocketAddress address, Duration forgetAfter) throws IOException {
		FolderLock lock = FolderLock.take(folder);
		JournaledBackend backend = new JournaledBackend(folder.resolve("journal"), WORTH_REWRITING, forgetAfter);
		try {
			backend.open();
			return new EmbeddedMongo(lock, backend, bind(backend, address));
		}
		catch (IOException | RuntimeException ex) {
			backend.closeJournal();
			lock.close();
			throw ex;
		}
	}

	private static Listener bind(JournaledBackend backend, InetSocketAddress address) throws IOException {
		try {
			return new Listener(backend, address);
		}
		catch (Exception ex) {
			BindException named = new BindException(
					"Cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + ex.getMessage());
			named.initCause(ex);
			throw named;
		}
	}

	/** Where the server listens. */
	public InetSocketAddress address() {
		return this.address;
	}

	/** How a driver finds the server and Recap's database in it. */
	public String uri() {
		return "mongodb://127.0.0.1:" + this.address.getPort() + "/recap";
	}

	/** Ends all connections and brings the journal to the disk. */
	@Override
	public void close() throws IOException {
		try {
			this.server.close();
			this.backend.closeJournal();
		}
		finally {
			this.lock.close();
		}
	}

}
