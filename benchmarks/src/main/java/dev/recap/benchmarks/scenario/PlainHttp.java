package dev.recap.benchmarks.scenario;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One connection that posts and waits, with nothing between. */
final class PlainHttp implements AutoCloseable {

	private static final int TRIES = 50;

	private static final long PAUSE_MILLIS = 100;

	private final Socket socket;

	private final InputStream in;

	PlainHttp(int port) throws IOException {
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Posts JSON until it is taken; an overloaded server is asked again.
	 * @throws IOException when the answer is neither a success nor 503
	 */
	void post(String path, String body) throws IOException, InterruptedException {
		String status = postOnce(path, body);
		for (int i = 0; i < TRIES && status.startsWith("HTTP/1.1 503"); i++) {
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			status = postOnce(path, body);
		}
		if (!status.startsWith("HTTP/1.1 2")) {
			throw new IOException(status);
		}
	}

	/** Posts and reads the answer to its end, whose length it must say. */
	private String postOnce(String path, String body) throws IOException {
		byte[] json = body.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
				+ "Content-Length: " + json.length + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(json);
		this.socket.getOutputStream().write(request.toByteArray());
		String status = line();
		int length = 0;
		for (String line = line(); !line.isEmpty(); line = line()) {
			if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
				length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
			}
		}
		this.in.skipNBytes(length);
		return status;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new IOException("The connection was closed");
			}
			line.append((char) c);
		}
		return line.toString().strip();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
