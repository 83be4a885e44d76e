package dev.recap.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sockets of this instance. Before anything else stops, their clients are told to go
 * elsewhere (1001): the web server would wait for them.
 */
final class OpenSockets implements ApplicationListener<ContextClosedEvent> {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final Set<WebSocketSession> open = ConcurrentHashMap.newKeySet();

	private volatile boolean closing;

	/** A handler whose sockets are closed when the instance stops. */
	WebSocketHandler tracked(WebSocketHandler handler) {
		return new WebSocketHandler() {

			@Override
			public List<String> getSubProtocols() {
				return handler.getSubProtocols();
			}

			@Override
			public Mono<Void> handle(WebSocketSession session) {
				OpenSockets.this.open.add(session);
				Mono<Void> handled = OpenSockets.this.closing ? session.close(CloseStatus.GOING_AWAY)
						: handler.handle(session);
				return handled.doFinally((signal) -> OpenSockets.this.open.remove(session));
			}

		};
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.closing = true;
		Flux.fromIterable(List.copyOf(this.open))
			.flatMap((session) -> session.close(CloseStatus.GOING_AWAY).onErrorComplete(), Integer.MAX_VALUE)
			.then()
			.timeout(PATIENCE)
			.onErrorComplete()
			.block();
	}

}
