package dev.recap.standalone.conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Rooms that people talk in live. */
@Conformance
class RoomsConformanceTests {

	private final Api api;

	RoomsConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void passesWhatOneSaysToTheOthersInTheRoom() throws Exception {
		String room = Api.id();
		try (Frames ann = this.api.open("/ws?username=Ann&room=" + room)) {
			assertThat(ann.next("presence").path("online").asInt()).isEqualTo(1);
			try (Frames bob = this.api.open("/ws?username=Bob&room=" + room)) {
				JsonNode joined = ann.next("presence");
				assertThat(joined.path("event").asString()).isEqualTo("joined");
				assertThat(joined.path("username").asString()).isEqualTo("Bob");
				assertThat(joined.path("online").asInt()).isEqualTo(2);
				assertThat(joined.path("users").values()).extracting(JsonNode::asString)
					.containsExactlyInAnyOrder("Ann", "Bob");
				ann.send("{'type':'message','message':'Hello, Bob!'}");
				JsonNode ack = ann.next("ack");
				JsonNode said = bob.next("message");
				assertThat(said.path("sender").asString()).isEqualTo("Ann");
				assertThat(said.path("message").asString()).isEqualTo("Hello, Bob!");
				assertThat(said.path("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
				assertThat(said.path("message_id")).isEqualTo(ack.path("message_id"));
				assertThat(said.path("conversation_id").asString()).isEqualTo(room);
			}
			JsonNode left = ann.next("presence");
			assertThat(left.path("event").asString()).isEqualTo("left");
			assertThat(left.path("online").asInt()).isEqualTo(1);
		}
		assertThat(this.api.get("/chats/" + room).text("/messages/0/user_id")).isEqualTo("Ann");
	}

	@Test
	void letsANameBeInARoomOnce() throws Exception {
		String room = Api.id();
		try (Frames ann = this.api.open("/ws?username=Ann&room=" + room)) {
			ann.next("presence");
			try (Frames other = this.api.open("/ws?username=Ann&room=" + room)) {
				assertThat(other.next("error").at("/detail/code").asString()).isEqualTo("conflict");
				assertThat(other.closed()).isEqualTo(1008);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?username=", "?username=a%2Fb", "?username=a%00b", "?username=Ann&room=a%2Fb" })
	void refusesNamesThatCannotBe(String query) throws Exception {
		try (Frames socket = this.api.open("/ws" + query)) {
			assertThat(socket.next("error").at("/detail/code").asString()).isEqualTo("invalid_request");
			assertThat(socket.closed()).isEqualTo(1008);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "no JSON", "7", "[]", "{}", "{'type':'shout','message':'a'}", "{'type':'message','message':7}",
					"{'type':'message','message':' '}", "{'type':'message','message':'one','content':'two'}" })
	void saysWhatIsWrongWithAFrameAndStaysOpen(String frame) throws Exception {
		try (Frames ann = this.api.open("/ws?username=Ann&room=" + Api.id())) {
			ann.next("presence");
			ann.send(frame);
			assertThat(ann.next("error").at("/detail/code").asString()).isEqualTo("invalid_request");
			ann.send("{'type':'message','message':'still here'}");
			ann.next("ack");
		}
	}

}
