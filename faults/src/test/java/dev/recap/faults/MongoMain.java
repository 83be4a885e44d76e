package dev.recap.faults;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import dev.recap.standalone.mongo.EmbeddedMongo;

/** A MongoDB-protocol server in a process of its own, its data on disk. */
public final class MongoMain {

	private MongoMain() {
	}

	public static void main(String[] arguments) throws Exception {
		int port = Integer.parseInt(arguments[1]);
		EmbeddedMongo.start(Path.of(arguments[0]), new InetSocketAddress("127.0.0.1", port));
		Thread.currentThread().join();
	}

}
