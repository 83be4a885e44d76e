package dev.recap.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.recap.testing.TestBroker;
import org.awaitility.Awaitility;

/** A gateway in a process of its own, which can be killed. */
public final class GatewayProcess implements AutoCloseable {

	private final Process process;

	private final String address;

	private GatewayProcess(Process process, String address) {
		this.process = process;
		this.address = address;
	}

	/**
	 * Starts it and waits until it is ready.
	 * @param output where it writes what it logs
	 */
	public static GatewayProcess start(String bootstrapServers, Path output, String... properties) {
		int port = TestBroker.freePort();
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
				"-Drecap.rate.anonymous=1000000", "-Drecap.rate.socket=1000000", "-Drecap.rate.sockets=10000", "-cp",
				System.getProperty("java.class.path"), GatewayApplication.class.getName(), "--server.port=" + port,
				"--server.address=127.0.0.1", "--spring.kafka.bootstrap-servers=" + bootstrapServers));
		for (String property : properties) {
			command.add("--" + property);
		}
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			GatewayProcess gateway = new GatewayProcess(process, "127.0.0.1:" + port);
			Awaitility.await().atMost(Duration.ofSeconds(90)).until(gateway::ready);
			return gateway;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String address() {
		return this.address;
	}

	/** Ends it as a crash would: SIGKILL. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

	private boolean ready() throws InterruptedException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("the gateway ended with " + this.process.exitValue());
		}
		try (HttpClient http = HttpClient.newHttpClient()) {
			return http
				.send(HttpRequest.newBuilder(URI.create("http://" + this.address + "/health")).build(),
						BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
