package dev.recap.standalone.mongo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server in a process of its own, which a test can kill. */
final class EmbeddedMongoProcess {

	private static final String PREFIX = "listening ";

	private EmbeddedMongoProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		EmbeddedMongo server = EmbeddedMongo.start(Path.of(arguments[0]), new InetSocketAddress("127.0.0.1", 0));
		System.out.println(PREFIX + server.uri());
		Thread.currentThread().join();
	}

	/** Waits until the process listens. */
	static String uri(Process process) throws IOException {
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		String line = output.readLine();
		while (line != null && !line.startsWith(PREFIX)) {
			line = output.readLine();
		}
		if (line == null) {
			throw new IllegalStateException("The process ended");
		}
		return line.substring(PREFIX.length());
	}

}
