package dev.recap.gateway.caller;

import dev.recap.web.access.Caller;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/** Finds who opened a socket. */
public final class Callers {

	private Callers() {
	}

	/** The caller whom the handshake's request had; anonymous where nobody looked. */
	public static Mono<Caller> of(WebSocketSession session) {
		return session.getHandshakeInfo().getPrincipal().ofType(Caller.class).defaultIfEmpty(Caller.Anonymous.INSTANCE);
	}

}
