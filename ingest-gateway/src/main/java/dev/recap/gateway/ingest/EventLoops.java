package dev.recap.gateway.ingest;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.HttpServerRequest;

/** Finds the event loop that a request's connection belongs to. */
final class EventLoops {

	private static final Executor SAME_THREAD = Runnable::run;

	private EventLoops() {
	}

	/** That event loop, or the calling thread where the server is another one. */
	static Executor of(ServerHttpRequest request) {
		Object server = ServerHttpRequestDecorator.getNativeRequest(request);
		AtomicReference<Executor> loop = new AtomicReference<>(SAME_THREAD);
		if (server instanceof HttpServerRequest netty) {
			netty.withConnection((connection) -> loop.set(connection.channel().eventLoop()));
		}
		return loop.get();
	}

}
