package dev.recap.gateway;

import java.time.Duration;
import java.util.Map;

import dev.recap.gateway.about.Shown;
import dev.recap.web.rate.LimitedSockets;
import dev.recap.web.rate.RateLimits;
import dev.recap.web.rate.RateSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * How large a frame may be: as large as a body; a larger one closes its socket (1009).
 * And how long a socket may be silent before it is asked whether it is still there.
 */
@Configuration(proxyBeanMethods = false)
class SocketConfiguration implements WebFluxConfigurer {

	private final DataSize maxFrame;

	private final Duration silence;

	private final RateLimits limits;

	private final OpenSockets open = new OpenSockets();

	SocketConfiguration(@Value("${recap.limits.body:4MB}") DataSize maxFrame,
			@Value("${recap.limits.socket-silence:60s}") Duration silence, RateLimits limits) {
		this.maxFrame = maxFrame;
		this.silence = silence;
		this.limits = limits;
	}

	@Override
	public WebSocketService getWebSocketService() {
		return new LimitedSockets(new ReactorNettyRequestUpgradeStrategy(
				() -> WebsocketServerSpec.builder().maxFramePayloadLength(Math.toIntExact(this.maxFrame.toBytes()))),
				this.limits, this.silence) {

			@Override
			public Mono<Void> handleRequest(ServerWebExchange exchange, WebSocketHandler handler) {
				return super.handleRequest(exchange, SocketConfiguration.this.open.tracked(handler));
			}

		};
	}

	@Bean
	OpenSockets openSockets() {
		return this.open;
	}

	@Bean
	static Shown shownRates(RateSettings settings) {
		return new Shown("rate", Map.of("authenticated", settings.authenticated(), "anonymous", settings.anonymous(),
				"model", settings.model(), "socket", settings.socket(), "sockets", settings.sockets()));
	}

}
