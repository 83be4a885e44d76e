package dev.recap.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recap in a process of its own, so that it can be killed. */
final class Child implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("Recap is ready.*http://localhost:(\\d+) ");

	private final Process process;

	private final Client client;

	private Child(Process process, int port) {
		this.process = process;
		this.client = new Client(port);
	}

	static Child start(Path folder) throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx768m", "-cp",
				System.getProperty("java.class.path"), StandaloneApplication.class.getName(), "--server.port=0",
				"--recap.standalone.kafka-port=0", "--recap.standalone.folder=" + folder)
			.redirectErrorStream(true)
			.start();
		CompletableFuture<Integer> port = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> read(process, port));
		return new Child(process, port.get(120, TimeUnit.SECONDS));
	}

	private static void read(Process process, CompletableFuture<Integer> port) {
		StringBuilder all = new StringBuilder();
		try (BufferedReader reader = process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				all.append(line).append('\n');
				Matcher ready = READY.matcher(line);
				if (ready.find()) {
					port.complete(Integer.valueOf(ready.group(1)));
				}
			}
			port.completeExceptionally(new IllegalStateException("It ended before it was ready:\n" + all));
		}
		catch (IOException ex) {
			port.completeExceptionally(ex);
		}
	}

	Client client() {
		return this.client;
	}

	/** SIGKILL. */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		kill();
	}

}
