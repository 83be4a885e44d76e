package dev.recap.benchmarks.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A language model whose every delta is the time at which it left. */
public final class ModelMain {

	/** How many deltas an answer has. */
	public static final int DELTAS = 100;

	private static final long PAUSE_MILLIS = 20;

	private static final String CHUNK = "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
			+ "\"model\":\"stub\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n";

	private ModelMain() {
	}

	/**
	 * Runs until it is ended.
	 * @param arguments its port
	 */
	public static void main(String[] arguments) throws IOException {
		Parent.endWithIt();
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(arguments[0])), 200);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/v1/chat/completions", ModelMain::answer);
		server.start();
	}

	private static void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
			exchange.sendResponseHeaders(200, 0);
			stream(exchange.getResponseBody());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void stream(OutputStream out) throws IOException, InterruptedException {
		for (int i = 0; i < DELTAS; i++) {
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			// All processes of a machine share the clock behind nanoTime on Linux.
			write(out, CHUNK.formatted("{\"content\":\"<" + System.nanoTime() + ">\"}", "null"));
		}
		write(out, CHUNK.formatted("{}", "\"stop\"") + "data: [DONE]\n\n");
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

}
