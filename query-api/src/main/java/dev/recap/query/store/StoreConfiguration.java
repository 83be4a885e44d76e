package dev.recap.query.store;

import com.mongodb.ConnectionString;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.recap.observe.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.mongodb.MongoMetricsCommandListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way to MongoDB. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
public class StoreConfiguration {

	@Bean
	MongoDatabase queryDatabase(MongoClient client, @Value("${spring.mongodb.uri}") String uri) {
		String name = new ConnectionString(uri).getDatabase();
		return client.getDatabase((name != null) ? name : "recap");
	}

	@Bean
	Store queryStore(MongoDatabase queryDatabase, StoreSettings settings, Traces traces, MeterRegistry meters,
			ObjectProvider<MongoMetricsCommandListener> listener) {
		ReadTimes times = new ReadTimes((listener.getIfAvailable() == null) ? meters : null);
		return new Store(queryDatabase, settings.timeout(), traces, times);
	}

	@Bean
	Conversations queryConversations(Store queryStore) {
		return new Conversations(queryStore);
	}

	@Bean
	IndexesAtStart queryIndexes(MongoDatabase queryDatabase, StoreSettings settings) {
		return new IndexesAtStart(queryDatabase, settings.retryInterval());
	}

}
