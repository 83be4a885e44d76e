package dev.recap.worker.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.Queue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recap.schema.Json;
import tools.jackson.databind.JsonNode;

/** Takes what is posted, on the loopback interface. */
final class Receiver implements AutoCloseable {

	private final HttpServer server;

	private final List<Post> posts = new CopyOnWriteArrayList<>();

	private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

	Receiver() {
		try {
			this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::take);
		this.server.start();
	}

	/** What was posted. */
	record Post(String path, String id, String type, String signature, byte[] body) {

		JsonNode json() {
			return Json.mapper().readTree(this.body);
		}

	}

	private void take(HttpExchange exchange) throws IOException {
		this.posts.add(new Post(exchange.getRequestURI().getPath(), header(exchange, "Recap-Event-Id"),
				header(exchange, "Recap-Event-Type"), header(exchange, Signature.HEADER),
				exchange.getRequestBody().readAllBytes()));
		Integer answer = this.answers.poll();
		exchange.getResponseHeaders().add("Location", "/elsewhere");
		exchange.sendResponseHeaders((answer != null) ? answer : 204, -1);
		exchange.close();
	}

	private static String header(HttpExchange exchange, String name) {
		return String.valueOf(exchange.getRequestHeaders().getFirst(name));
	}

	/** Answers the next posts with these; all others with 204. */
	void answer(Integer... statuses) {
		this.answers.addAll(List.of(statuses));
	}

	List<Post> posts() {
		return this.posts;
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/hook");
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
