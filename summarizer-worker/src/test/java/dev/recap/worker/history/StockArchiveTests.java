package dev.recap.worker.history;

import java.net.InetSocketAddress;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class StockArchiveTests extends ArchiveContractTests {

	private static MongoServer server;

	@BeforeAll
	static void start() {
		server = new MongoServer(new MemoryBackend());
		server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
	}

	@AfterAll
	static void stop() {
		server.shutdownNow();
	}

	@Override
	String uri() {
		return server.getConnectionString();
	}

}
