package dev.recap.worker.testing;

import java.net.InetSocketAddress;
import java.util.UUID;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A database server in the test's process, one for the class, with a new database for
 * each test.
 */
public final class TestMongo implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private final MongoServer server = new MongoServer(new MemoryBackend());

	private @Nullable MongoClient client;

	private String name = "";

	@Override
	public void beforeAll(ExtensionContext context) {
		this.server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
	}

	/** Where the server is, without the name of a database. */
	public String uri() {
		return this.server.getConnectionString();
	}

	/** The running test's own, gone after it; a field of the test may already hold it. */
	public MongoDatabase database() {
		if (this.client == null) {
			this.client = MongoClients.create(uri());
			this.name = "test-" + UUID.randomUUID();
		}
		return this.client.getDatabase(this.name);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.client != null) {
			this.client.getDatabase(this.name).drop();
			this.client.close();
			this.client = null;
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.server.shutdownNow();
	}

}
