package dev.recap.schema;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import dev.recap.schema.topic.Topic;
import dev.recap.schema.topic.TopicSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

class AsyncApiTests {

	private static final JsonNode DOCUMENT = document();

	static Stream<String> topicsWithASchema() {
		return Arrays.stream(Topic.values())
			.map(TopicSettings.defaults()::name)
			.filter((name) -> AsyncApiTests.class.getResource("/schemas/" + name + ".schema.json") != null);
	}

	@ParameterizedTest
	@MethodSource("topicsWithASchema")
	void namesTheSchemaOfEveryTopic(String topic) {
		assertThat(message(topic).at("/payload/schema/$ref").asString(""))
			.isEqualTo("./schemas/" + topic + ".schema.json");
	}

	@ParameterizedTest
	@MethodSource("topicsWithASchema")
	void givesExamplesThatHold(String topic) {
		TopicSchema schema = TopicSchema.of(topic);
		assertThat(message(topic).path("examples")).isNotEmpty()
			.allSatisfy((example) -> assertThat(schema.errors(example.path("payload").toString())).isEmpty());
	}

	@Test
	void describesOnlyTopicsThatExist() {
		assertThat(DOCUMENT.path("channels").propertyNames()).isNotEmpty()
			.isSubsetOf(Arrays.stream(Topic.values()).map(TopicSettings.defaults()::name).toList())
			.containsAll(topicsWithASchema().toList())
			.allSatisfy((name) -> assertThat(channel(name).path("address").asString("")).isEqualTo(name));
	}

	@Test
	void pointsOnlyAtWhatIsThere() {
		assertThat(DOCUMENT.findValuesAsString("$ref")).isNotEmpty().allSatisfy((reference) -> {
			if (reference.startsWith("#")) {
				assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).isFalse();
			}
			else {
				assertThat(AsyncApiTests.class.getResource(reference.substring(1))).isNotNull();
			}
		});
	}

	private static JsonNode channel(String topic) {
		return DOCUMENT.path("channels").path(topic);
	}

	private static JsonNode message(String topic) {
		JsonNode reference = channel(topic).path("messages").values().iterator().next().path("$ref");
		return DOCUMENT.at(reference.asString("").substring(1));
	}

	private static JsonNode document() {
		try (InputStream in = AsyncApiTests.class.getResourceAsStream("/asyncapi.yaml")) {
			return new YAMLMapper().readTree(Objects.requireNonNull(in));
		}
		catch (IOException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
