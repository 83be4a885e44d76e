package dev.recap.web.rate;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** How much each caller may ask for. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ RateSettings.class, RedisSettings.class })
public class RateConfiguration {

	/** Not known to the aggregate, which stays up: limits hold, each instance's own. */
	private static final Status DEGRADED = new Status("DEGRADED");

	@Bean(initMethod = "connect")
	@Conditional(RedisNamed.class)
	RedisBuckets redisBuckets(RedisSettings redis, RateSettings settings, ObjectProvider<Clock> clock) {
		return new RedisBuckets(String.valueOf(redis.url()), redis.timeout(), settings,
				clock.getIfAvailable(Clock::systemUTC));
	}

	@Bean
	@Conditional(RedisNamed.class)
	HealthIndicator redisHealthIndicator(RedisBuckets redis) {
		return () -> Health.status(redis.up() ? Status.UP : DEGRADED).build();
	}

	@Bean
	RateLimits rateLimits(RateSettings settings, ObjectProvider<RedisBuckets> redis, ObjectProvider<Clock> clock) {
		return new RateLimits(settings, redis.getIfAvailable(), clock.getIfAvailable(Clock::systemUTC));
	}

	@Bean
	RateFilter rateFilter(RateLimits limits) {
		return new RateFilter(limits);
	}

	@Bean
	CountedFailures countedFailures(RateLimits limits) {
		return new CountedFailures(limits);
	}

	/** After Boot's own, which believes everybody where it is told to use the headers. */
	@Bean
	@Order(100)
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> clientAddresses(RateSettings settings) {
		ClientAddress addresses = new ClientAddress(settings.trustedProxies());
		return (factory) -> factory.addServerCustomizers((server) -> server.forwarded(addresses));
	}

	/** A setting that is empty names none. */
	static final class RedisNamed implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return StringUtils.hasText(context.getEnvironment().getProperty("recap.redis.url"));
		}

	}

}
