package dev.recap.gateway;

import java.time.Clock;

import dev.recap.gateway.about.AboutConfiguration;
import dev.recap.gateway.chat.ChatConfiguration;
import dev.recap.gateway.docs.DocsConfiguration;
import dev.recap.gateway.ingest.IngestConfiguration;
import dev.recap.gateway.live.LiveConfiguration;
import dev.recap.gateway.ondemand.OnDemandConfiguration;
import dev.recap.gateway.publish.PublishConfiguration;
import dev.recap.gateway.room.RoomConfiguration;
import dev.recap.gateway.tail.TailConfiguration;
import dev.recap.gateway.ticket.TicketConfiguration;
import dev.recap.gateway.web.WebAppConfiguration;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.web.WebConfiguration;
import dev.recap.web.access.AccessConfiguration;
import dev.recap.web.rate.RateConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The gateway: every feature of it, and what the features share. */
@Configuration(proxyBeanMethods = false)
@Import({ WebConfiguration.class, AccessConfiguration.class, RateConfiguration.class, PublishConfiguration.class,
		IngestConfiguration.class, OnDemandConfiguration.class, AboutConfiguration.class, SocketConfiguration.class,
		TailConfiguration.class, RoomConfiguration.class, TicketConfiguration.class, ChatConfiguration.class,
		LiveConfiguration.class, DocsConfiguration.class, WebAppConfiguration.class })
public class GatewayConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	@ConditionalOnMissingBean
	TopicSettings topicSettings(Environment environment) {
		return Binder.get(environment).bind("recap.topics", TopicSettings.class).orElseGet(TopicSettings::defaults);
	}

}
