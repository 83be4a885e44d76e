package dev.recap.benchmarks.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import dev.recap.standalone.mongo.EmbeddedMongo;

/** A MongoDB-protocol server in a process of its own, journaled. */
public final class MongoMain {

	private MongoMain() {
	}

	/**
	 * Runs until it is ended.
	 * @param arguments its folder and its port
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		Parent.endWithIt();
		EmbeddedMongo.start(Path.of(arguments[0]), new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])));
		Thread.currentThread().join();
	}

}
