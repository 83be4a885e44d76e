package dev.recap.gateway;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * How large a frame may be: as large as a body; a larger one closes its socket (1009).
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

}
