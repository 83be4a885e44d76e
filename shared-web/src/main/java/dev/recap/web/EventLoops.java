package dev.recap.web;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.netty.http.server.HttpServerRequest;

/** Finds the connection a request came by, and the event loop it belongs to. */
public final class EventLoops {

	private static final Executor SAME_THREAD = Runnable::run;

	private static final String ATTRIBUTE = "dev.recap.channel";

	private EventLoops() {
	}

	/** That event loop, or the calling thread where the server is another one. */
	public static Executor of(ServerHttpRequest request) {
		Channel channel = channel(request);
		return (channel != null) ? channel.eventLoop() : SAME_THREAD;
	}

	/** That connection; null where the server is another one. */
	public static @Nullable Channel channel(ServerHttpRequest request) {
		Object server = ServerHttpRequestDecorator.getNativeRequest(request);
		AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
		if (server instanceof HttpServerRequest netty) {
			netty.withConnection((connection) -> channel.set(connection.channel()));
		}
		return channel.get();
	}

	/** Notes by which connection a socket came. */
	public static void note(WebSocketSession session, Channel channel) {
		session.getAttributes().put(ATTRIBUTE, channel);
	}

	/** The connection of a socket. */
	public static Channel channel(WebSocketSession session) {
		return (Channel) Objects.requireNonNull(session.getAttributes().get(ATTRIBUTE));
	}

}
