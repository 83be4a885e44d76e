package dev.recap.schema.topic;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicSettingsTests {

	@Test
	void namesEveryTopicOnce() {
		TopicSettings settings = TopicSettings.defaults();
		assertThat(Arrays.stream(Topic.values()).map(settings::name)).doesNotHaveDuplicates()
			.contains("chat-messages", "summary-requests", "conversation-summaries");
	}

	@Test
	void createsWithTwelvePartitionsAndOneReplica() {
		assertThat(TopicSettings.defaults().newTopic(Topic.CHAT_MESSAGES)).satisfies((topic) -> {
			assertThat(topic.numPartitions()).isEqualTo(12);
			assertThat(topic.replicationFactor()).isEqualTo((short) 1);
			assertThat(topic.configs()).containsEntry("retention.ms", "604800000")
				.containsEntry("message.timestamp.type", "LogAppendTime")
				.doesNotContainKey("cleanup.policy");
		});
	}

	@Test
	void compactsWhatHasNoRetention() {
		assertThat(TopicSettings.defaults().newTopic(Topic.CONVERSATION_SUMMARIES).configs())
			.containsEntry("cleanup.policy", "compact")
			.containsEntry("max.compaction.lag.ms", "3600000")
			.doesNotContainKeys("retention.ms", "message.timestamp.type");
	}

	@Test
	void noFileOfALogSpansMoreThanAnHourOrTheRetention() {
		assertThat(Topic.values()).allSatisfy((topic) -> assertThat(
				Long.parseLong(TopicSettings.defaults().newTopic(topic).configs().get("segment.ms")))
			.isLessThanOrEqualTo(3_600_000));
		assertThat(TopicSettings.defaults().newTopic(Topic.REPLY_CHUNKS).configs()).containsEntry("segment.ms",
				"600000");
	}

	@Test
	void takesWhatIsConfigured() {
		TopicSettings settings = new TopicSettings(3, (short) 2, Map.of(Topic.CHAT_MESSAGES, "talk"),
				Map.of(Topic.CHAT_MESSAGES, Duration.ofHours(1)));
		assertThat(settings.name(Topic.CHAT_MESSAGES)).isEqualTo("talk");
		assertThat(settings.name(Topic.PRESENCE)).isEqualTo("presence");
		assertThat(settings.newTopic(Topic.CHAT_MESSAGES)).satisfies((topic) -> {
			assertThat(topic.name()).isEqualTo("talk");
			assertThat(topic.numPartitions()).isEqualTo(3);
			assertThat(topic.replicationFactor()).isEqualTo((short) 2);
			assertThat(topic.configs()).containsEntry("retention.ms", "3600000");
		});
	}

}
