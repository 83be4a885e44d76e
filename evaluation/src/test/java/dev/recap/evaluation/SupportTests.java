package dev.recap.evaluation;

import java.util.List;

import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class SupportTests {

	private static final Sample SAMPLE = Sample.of(JsonMapper.builder().build().readTree("""
			{"conversation_id": "c", "messages": [
			{"user_id": "ana", "content": "I will send Carla the 12 figures"},
			{"user_id": "bob", "content": "and Dora the other 34"}]}"""));

	private static Support support(String text, @Nullable String owner, String... ids) {
		return new Support(SAMPLE, new Highlight(Kind.KEY_POINT, text, owner, null, "", List.of(ids)));
	}

	@Test
	void findsNamesAndNumbersThatNoCitedMessageHolds() {
		assertThat(support("ana will send Dora the 34 figures", null, "m0").unsupported()).containsExactly("Dora",
				"34");
		assertThat(support("ana will send Carla the 12 figures", null, "m0").unsupported()).isEmpty();
	}

	@Test
	void findsMessagesAndOwnersThatAreNotThere() {
		assertThat(support("ana will send it", "eve", "m0", "m7").dangling()).isEqualTo(2);
		assertThat(support("ana will send it", "ana").dangling()).isEqualTo(1);
		assertThat(support("ana will send it", "ana", "m0").dangling()).isZero();
	}

}
