package dev.recap.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.handler.timeout.WriteTimeoutHandler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * How large a frame may be: as large as a body; a larger one closes its socket (1009).
 * And how long a client may read nothing of what is written to it before it is cut off.
 */
@Configuration(proxyBeanMethods = false)
class SocketConfiguration implements WebFluxConfigurer {

	private final DataSize maxFrame;

	SocketConfiguration(@Value("${recap.limits.body:4MB}") DataSize maxFrame) {
		this.maxFrame = maxFrame;
	}

	@Override
	public WebSocketService getWebSocketService() {
		return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(
				() -> WebsocketServerSpec.builder().maxFramePayloadLength(Math.toIntExact(this.maxFrame.toBytes()))));
	}

	/** A client that reads nothing takes no close frame either. */
	@Bean
	static WebServerFactoryCustomizer<NettyReactiveWebServerFactory> writeTimeout(
			@Value("${recap.limits.write:30s}") Duration timeout) {
		return (factory) -> factory.addServerCustomizers((server) -> server.doOnConnection((connection) -> connection
			.addHandlerFirst(new WriteTimeoutHandler(timeout.toMillis(), TimeUnit.MILLISECONDS))));
	}

}
