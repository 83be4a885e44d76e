package dev.recap.web.rate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.recap.web.ApiException;
import dev.recap.web.EventLoops;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Opens sockets: so many for one client address, each with its {@link FrameLimit}, and
 * each as long as somebody is at its other end.
 */
public class LimitedSockets extends HandshakeWebSocketService {

	private static final Duration RETRY = Duration.ofSeconds(10);

	private final Map<String, Integer> open = new ConcurrentHashMap<>();

	private final RateLimits limits;

	private final Duration silence;

	/**
	 * Opens sockets.
	 * @param silence after which a socket is asked whether it is there, and as long again
	 * after which it is not
	 */
	public LimitedSockets(RequestUpgradeStrategy upgrade, RateLimits limits, Duration silence) {
		super(upgrade);
		this.limits = limits;
		this.silence = silence;
	}

	@Override
	public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
		Channel channel = EventLoops.channel(exchange.getRequest());
		if (channel == null) {
			return super.handleRequest(exchange, handler);
		}
		Place place = take(RateKey.address(exchange));
		if (place == null) {
			return Mono.error(ApiException.rateLimited(
					"Your address has " + this.limits.settings().sockets() + " sockets open, which is the limit",
					RETRY));
		}
		channel.closeFuture().addListener((closed) -> place.free());
		return super.handleRequest(exchange, new Limited(handler, this.limits.frames(exchange), channel))
			.doOnError((failure) -> place.free());
	}

	private @Nullable Place take(String address) {
		int count = this.open.merge(address, 1, Integer::sum);
		Place place = new Place(address);
		if (count > this.limits.settings().sockets()) {
			place.free();
			return null;
		}
		return place;
	}

	/** What one socket takes of its address. */
	private final class Place {

		private final String address;

		private final AtomicBoolean taken = new AtomicBoolean(true);

		Place(String address) {
			this.address = address;
		}

		void free() {
			if (this.taken.compareAndSet(true, false)) {
				LimitedSockets.this.open.computeIfPresent(this.address,
						(address, count) -> (count > 1) ? count - 1 : null);
			}
		}

	}

	/** The handler of one socket. */
	private final class Limited implements WebSocketHandler {

		private final WebSocketHandler handler;

		private final FrameLimit frames;

		private final Channel channel;

		Limited(WebSocketHandler handler, FrameLimit frames, Channel channel) {
			this.handler = handler;
			this.frames = frames;
			this.channel = channel;
		}

		@Override
		public List<String> getSubProtocols() {
			return this.handler.getSubProtocols();
		}

		@Override
		public Mono<Void> handle(WebSocketSession session) {
			this.frames.setFor(session);
			EventLoops.note(session, this.channel);
			this.channel.pipeline().addFirst(new SilentSocket(LimitedSockets.this.silence));
			return this.handler.handle(session).doFinally((signal) -> this.frames.closed());
		}

	}

}
