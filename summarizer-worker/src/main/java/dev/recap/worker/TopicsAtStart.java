package dev.recap.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicCreator;
import dev.recap.schema.topic.TopicSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/** Waits for Kafka and creates the topics that are missing. */
final class TopicsAtStart implements InitializingBean {

	private static final Logger log = LoggerFactory.getLogger(TopicsAtStart.class);

	private final Map<String, Object> adminProperties;

	private final TopicSettings settings;

	TopicsAtStart(Map<String, Object> adminProperties, TopicSettings settings) {
		this.adminProperties = new HashMap<>(adminProperties);
		this.settings = settings;
	}

	@Override
	public void afterPropertiesSet() throws InterruptedException {
		if (endsWhenBeansStand()) {
			return;
		}
		try (Admin admin = Admin.create(this.adminProperties)) {
			while (!created(admin)) {
				TimeUnit.SECONDS.sleep(2);
			}
		}
	}

	/** So does the run of an image's build that trains the JVM: no Kafka is there. */
	private static boolean endsWhenBeansStand() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME));
	}

	private boolean created(Admin admin) {
		try {
			TopicCreator.create(admin, this.settings, Topic.values());
			return true;
		}
		catch (IllegalStateException ex) {
			log.warn("Waiting for Kafka at {}: {}",
					this.adminProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), ex.getMessage());
			return false;
		}
	}

}
