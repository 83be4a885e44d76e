package dev.recap.query;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.recap.testing.RedisServer;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract, with a Redis that keeps pages. */
@EnabledIf(value = "dev.recap.testing.RedisServer#isInstalled", disabledReason = "There is no redis-server here")
class CachedQueryTests extends QueryContractTests {

	@TempDir
	static Path folder;

	private final MongoServer server = new MongoServer(new MemoryBackend());

	private RedisServer redis;

	@Override
	String uri() {
		this.redis = RedisServer.start(folder);
		this.server.bind(new InetSocketAddress("127.0.0.1", 0), 1, 1);
		return this.server.getConnectionString();
	}

	@Override
	String[] settings() {
		return new String[] { "recap.redis.url=" + this.redis.url(), "recap.cache.timeout=5s" };
	}

	@Override
	void stop() {
		this.redis.close();
		this.server.shutdownNow();
	}

}
