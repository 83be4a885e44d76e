package dev.recap.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/** One process of the cluster, which can be killed, stalled and started again. */
final class Member {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private final String name;

	private final int port;

	private final boolean speaksHttp;

	private final List<String> command;

	private final Path output;

	private @Nullable Process process;

	/**
	 * A process that is not running yet.
	 * @param port where it listens
	 * @param speaksHttp whether {@code GET /health} tells when it is ready
	 */
	Member(String name, int port, boolean speaksHttp, List<String> command, Path output) {
		this.name = name;
		this.port = port;
		this.speaksHttp = speaksHttp;
		this.command = command;
		this.output = output;
	}

	String name() {
		return this.name;
	}

	int port() {
		return this.port;
	}

	synchronized void start() {
		try {
			this.process = new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.output.toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** SIGKILL. */
	synchronized void kill() {
		if (this.process != null) {
			this.process.destroyForcibly().onExit().join();
		}
	}

	/** SIGTERM; returns when it has ended. */
	synchronized void terminate() {
		if (this.process != null) {
			signal("-TERM");
			this.process.onExit().join();
		}
	}

	/** SIGSTOP. */
	void pause() {
		signal("-STOP");
	}

	/** SIGCONT. */
	void resume() {
		signal("-CONT");
	}

	private synchronized void signal(String signal) {
		if (this.process == null) {
			return;
		}
		try {
			new ProcessBuilder("kill", signal, String.valueOf(this.process.pid())).start().onExit().join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized boolean alive() {
		return this.process != null && this.process.isAlive();
	}

	void awaitReady() {
		await("start of " + this.name + ", see " + this.output).atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(200))
			.failFast(this.name + " ended, see " + this.output, () -> !alive())
			.until(() -> this.speaksHttp ? healthy() : connects());
	}

	private boolean healthy() throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/health"))
			.timeout(Duration.ofSeconds(2))
			.build();
		try {
			return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean connects() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** How much memory it takes, in MiB; 0 when it does not run. */
	synchronized long residentMegabytes() {
		if (this.process == null) {
			return 0;
		}
		try {
			return Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
				.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
