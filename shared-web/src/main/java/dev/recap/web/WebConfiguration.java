package dev.recap.web;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.recap.observe.ObserveConfiguration;
import dev.recap.schema.Json;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;

/** What every HTTP service of Recap has: its JSON, its errors, its health. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:recap-web.properties")
@Import(ObserveConfiguration.class)
public class WebConfiguration {

	@Bean
	ErrorHandler errorHandler(ObjectProvider<Clock> clock, ObjectProvider<RouterFunctionMapping> routes) {
		AllowedMethods methods = new AllowedMethods(
				() -> routes.stream().map(RouterFunctionMapping::getRouterFunction).filter(Objects::nonNull).toList());
		return new ErrorHandler(clock.getIfAvailable(Clock::systemUTC), methods);
	}

	@Bean
	RequestId requestId() {
		return new RequestId();
	}

	@Bean
	HeadFilter headFilter() {
		return new HeadFilter();
	}

	@Bean
	HealthFilter healthFilter() {
		return new HealthFilter();
	}

	@Bean
	SecurityHeaders securityHeaders(@Value("${recap.headers.hsts:}") String transport) {
		return new SecurityHeaders(transport);
	}

	@Bean
	@ConditionalOnExpression("!'${recap.cors.origins:}'.isBlank()")
	CrossOrigin crossOrigin(@Value("${recap.cors.origins}") List<String> origins) {
		return new CrossOrigin(origins);
	}

	/**
	 * What every connection has.
	 * @param read how long a request may take to come in, from its first byte to its last
	 * @param write how long a client may read nothing of what is written to it before it
	 * is cut off
	 * @param idle how long it may be quiet between requests
	 */
	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> connections(ObjectProvider<Clock> clock,
			@Value("${recap.limits.read:30s}") Duration read, @Value("${recap.limits.write:30s}") Duration write,
			@Value("${recap.limits.idle:60s}") Duration idle) {
		BareErrors errors = new BareErrors(clock.getIfAvailable(Clock::systemUTC));
		ReadOn readOn = new ReadOn();
		SlowRequests slow = new SlowRequests(read);
		IdleConnections quiet = new IdleConnections(idle);
		return (factory) -> factory
			.addServerCustomizers((server) -> server.doOnChannelInit((observer, channel, remote) -> {
				errors.addTo(channel.pipeline());
				readOn.addTo(channel.pipeline());
				slow.addTo(channel.pipeline());
				quiet.addTo(channel.pipeline());
				// What doOnConnection adds is added and removed with every request.
				channel.pipeline().addFirst(new StuckWrites(write));
			}));
	}

	@Bean
	WebHttpHandlerBuilderCustomizer filterLine(ObjectProvider<DirectRoute> routes) {
		return (builder) -> builder.filters((filters) -> {
			FilterLine line = new FilterLine(filters, routes.stream().toList());
			filters.clear();
			filters.add(line);
		});
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
