package dev.recap.query;

import java.time.Clock;

import dev.recap.query.access.GuardConfiguration;
import dev.recap.query.cache.CacheConfiguration;
import dev.recap.query.chats.UserChatsConfiguration;
import dev.recap.query.conversation.ConversationConfiguration;
import dev.recap.query.digest.DigestConfiguration;
import dev.recap.query.erase.EraseConfiguration;
import dev.recap.query.fresh.FreshnessConfiguration;
import dev.recap.query.history.HistoryConfiguration;
import dev.recap.query.item.ItemConfiguration;
import dev.recap.query.log.LogConfiguration;
import dev.recap.query.room.RoomConfiguration;
import dev.recap.query.search.SearchConfiguration;
import dev.recap.query.store.StoreConfiguration;
import dev.recap.query.summaries.SummariesConfiguration;
import dev.recap.query.unread.ReadConfiguration;
import dev.recap.query.usage.UsageConfiguration;
import dev.recap.schema.topic.TopicSettings;
import dev.recap.schema.topic.TrimSettings;
import dev.recap.web.WebConfiguration;
import dev.recap.web.access.AccessConfiguration;
import dev.recap.web.rate.RateConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** The query API: every feature of it, and what the features share. */
@Configuration(proxyBeanMethods = false)
@Import({ WebConfiguration.class, AccessConfiguration.class, RateConfiguration.class, StoreConfiguration.class,
		LogConfiguration.class, FreshnessConfiguration.class, GuardConfiguration.class, HistoryConfiguration.class,
		UserChatsConfiguration.class, SummariesConfiguration.class, EraseConfiguration.class,
		ConversationConfiguration.class, RoomConfiguration.class, ReadConfiguration.class, DigestConfiguration.class,
		SearchConfiguration.class, ItemConfiguration.class, UsageConfiguration.class, CacheConfiguration.class })
public class QueryConfiguration {

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

	@Bean
	@ConditionalOnMissingBean
	TrimSettings trimSettings(Environment environment) {
		return Binder.get(environment).bind("recap.trim", TrimSettings.class).orElseGet(TrimSettings::defaults);
	}

}
