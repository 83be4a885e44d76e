package dev.recap.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process started here, which can be stalled and ends with the run. */
public final class Child implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final long GRACE_SECONDS = 15;

	private static final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(1))
		.build();

	private final String name;

	private final int port;

	private final Path output;

	private final Process process;

	private final long startedAt = System.nanoTime();

	private boolean stalled;

	private Child(String name, int port, Path output, Process process) {
		this.name = name;
		this.port = port;
		this.output = output;
		this.process = process;
	}

	static Child start(String name, int port, Path output, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
				.start();
			return new Child(name, port, output, process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	public long pid() {
		return this.process.pid();
	}

	Child awaitPort() {
		return await(this::listens);
	}

	/** Waits until {@code GET /health} says that it is ready. */
	Child awaitHealth() {
		return await(this::isHealthy);
	}

	private Child await(BooleanSupplier ready) {
		while (!ready.getAsBoolean()) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(this.name + " ended, see " + this.output);
			}
			if (System.nanoTime() - this.startedAt > PATIENCE.toNanos()) {
				throw new IllegalStateException(this.name + " did not become ready, see " + this.output);
			}
			pause(20);
		}
		return this;
	}

	/** How long it has run. */
	public Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	private boolean listens() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean isHealthy() {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/health"))
			.timeout(Duration.ofSeconds(2))
			.build();
		try {
			return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void pause(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** SIGSTOP: what it would do waits. */
	public void stall() {
		this.stalled = true;
		Commands.run(List.of("kill", "-STOP", String.valueOf(pid())));
	}

	/** SIGCONT. */
	public void goOn() {
		this.stalled = false;
		Commands.run(List.of("kill", "-CONT", String.valueOf(pid())));
	}

	/** The heap that is in use after a full collection, in bytes. */
	public long liveHeap() {
		jcmd("GC.run");
		return Heap.used(jcmd("GC.heap_info"));
	}

	/** What its threads have allocated since they began, in bytes. */
	public long allocated() {
		return Heap.allocated(jcmd("Thread.print", "-e"));
	}

	/** The processor time it took since it began. */
	public Duration processorTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	private String jcmd(String... command) {
		List<String> all = new ArrayList<>(List.of(Commands.jdk("jcmd"), String.valueOf(pid())));
		all.addAll(List.of(command));
		return Commands.run(all);
	}

	/** What it holds of the machine's memory, in bytes. */
	public long resident() {
		return Heap.resident(pid());
	}

	@Override
	public void close() {
		List<ProcessHandle> all = this.process.descendants().toList();
		if (this.stalled) {
			goOn();
		}
		this.process.destroy();
		try {
			if (!this.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.process.destroyForcibly();
		}
		all.forEach(ProcessHandle::destroyForcibly);
	}

}
