package dev.recap.web;

import java.time.Clock;
import java.util.Objects;

import dev.recap.schema.Json;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;

/** What every HTTP service of Recap has: its JSON, its errors, its health. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:recap-web.properties")
public class WebConfiguration {

	@Bean
	ErrorHandler errorHandler(ObjectProvider<Clock> clock, ObjectProvider<RouterFunctionMapping> routes) {
		AllowedMethods methods = new AllowedMethods(
				() -> routes.stream().map(RouterFunctionMapping::getRouterFunction).filter(Objects::nonNull).toList());
		return new ErrorHandler(clock.getIfAvailable(Clock::systemUTC), methods);
	}

	@Bean
	HeadFilter headFilter() {
		return new HeadFilter();
	}

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connections(ObjectProvider<Clock> clock) {
		BareErrors errors = new BareErrors(clock.getIfAvailable(Clock::systemUTC));
		ReadOn readOn = new ReadOn();
		return (factory) -> factory
			.addServerCustomizers((server) -> server.doOnChannelInit((observer, channel, remote) -> {
				errors.addTo(channel.pipeline());
				readOn.addTo(channel.pipeline());
			}));
	}

	/** Runs after Boot's own, so that its mapper does not replace ours. */
	@Bean
	@Order(100)
	CodecCustomizer recapJson() {
		return (codecs) -> {
			codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(Json.mapper()));
			codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(Json.mapper()));
		};
	}

}
