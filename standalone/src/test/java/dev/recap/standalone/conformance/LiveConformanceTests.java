package dev.recap.standalone.conformance;

import java.net.http.HttpRequest.BodyPublishers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Summaries pushed to whoever watches. */
@Conformance
class LiveConformanceTests {

	private final Api api;

	LiveConformanceTests(Api api) {
		this.api = api;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void pushesTheSummaryToWhoWatches(boolean named) throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		try (Frames watcher = this.api.open("/ws/summarize" + (named ? "?conversation_id=" + id : ""))) {
			if (!named) {
				watcher.send("{'conversation_id':'" + id + "'}");
			}
			JsonNode summary = watcher.next("summary");
			assertThat(summary.path("conversation_id").asString()).isEqualTo(id);
			assertThat(summary.path("summary").asString()).isNotBlank();
			watcher.next("heartbeat");
			this.api.delete("/chats/" + id);
			assertThat(watcher.closed()).isEqualTo(1000);
		}
	}

	@Test
	void saysGoodbyeAtTheEndOfTheConversation() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		try (Frames watcher = this.api.open("/ws/summarize?conversation_id=" + id)) {
			watcher.next("heartbeat");
			assertThat(this.api.send("POST", "/conversations/" + id + "/end", BodyPublishers.noBody()).status())
				.isEqualTo(202);
			watcher.next("summary");
			assertThat(watcher.closed()).isEqualTo(1000);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "no JSON", "{}", "7", "{'conversation_id':7}", "{'conversation_id':'a/b'}" })
	void saysWhatIsWrongWithTheFirstFrame(String frame) throws Exception {
		try (Frames watcher = this.api.open("/ws/summarize")) {
			watcher.send(frame);
			JsonNode error = watcher.next("error");
			assertThat(error.at("/detail/code").asString()).isEqualTo("invalid_request");
			assertThat(watcher.closed()).isEqualTo(1008);
		}
	}

}
