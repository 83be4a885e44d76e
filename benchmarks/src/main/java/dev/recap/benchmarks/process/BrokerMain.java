package dev.recap.benchmarks.process;

import java.nio.file.Path;

import dev.recap.standalone.kafka.EmbeddedKafka;

/** A Kafka broker in a process of its own, with the settings of the embedded run. */
public final class BrokerMain {

	private BrokerMain() {
	}

	/**
	 * Runs until it is ended.
	 * @param arguments its folder and its port
	 */
	public static void main(String[] arguments) throws InterruptedException {
		Parent.endWithIt();
		EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
		Thread.currentThread().join();
	}

}
