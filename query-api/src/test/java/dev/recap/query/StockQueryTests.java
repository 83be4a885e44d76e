package dev.recap.query;

import java.net.InetSocketAddress;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

class StockQueryTests extends QueryContractTests {

	private final MongoServer server = new MongoServer(new MemoryBackend());

	@Override
	void stop() {
		this.server.shutdownNow();
	}

	@Override
	String uri() {
		this.server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		return this.server.getConnectionString();
	}

}
