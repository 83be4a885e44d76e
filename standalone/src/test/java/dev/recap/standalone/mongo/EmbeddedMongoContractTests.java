package dev.recap.standalone.mongo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoContractTests extends MongoContractTests {

	private EmbeddedMongo server;

	@BeforeAll
	void start(@TempDir Path folder) throws IOException {
		this.server = EmbeddedMongo.start(folder, new InetSocketAddress("127.0.0.1", 0));
	}

	@AfterAll
	void stop() throws IOException {
		this.server.close();
	}

	@Override
	String uri() {
		return this.server.uri();
	}

}
