package dev.recap.standalone.conformance;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages in over WebSocket. */
@Conformance
class SocketsConformanceTests {

	private final Api api;

	SocketsConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void acknowledgesEveryFrameInOrder() throws Exception {
		String id = Api.id();
		try (Frames socket = this.api.open("/ws/chats?conversation_id=" + id + "&user_id=ann")) {
			socket.send("{'message':'one','message_id':'m1'}");
			socket.send("{'messages':[{'content':'two'},{'content':'three'}]}");
			socket.send("{'message':");
			socket.send("{'message':'four','user_id':'bob'}");
			JsonNode first = socket.next();
			assertThat(first.path("type").asString()).isEqualTo("ack");
			assertThat(this.api.contract().errors("{\"$ref\":\"#/components/schemas/ChatsTaken\"}", untyped(first)))
				.isEmpty();
			assertThat(first.at("/message_ids/0").asString()).isEqualTo("m1");
			assertThat(socket.next().path("inserted_count").asInt()).isEqualTo(2);
			JsonNode error = socket.next();
			assertThat(error.path("type").asString()).isEqualTo("error");
			assertThat(this.api.contract().errors("{\"$ref\":\"#/components/schemas/Error\"}", untyped(error)))
				.isEmpty();
			String position = socket.next().path("position").asString();
			assertThat(this.api.get("/chats/" + id, "X-Position", position).at("/total_messages").asInt()).isEqualTo(4);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON", "7", "[]", "{}", "{'message':7}", "{'message':'no user'}",
			"{'user_id':'a','message':'b'} {}" })
	void answersAFrameThatIsNoMessageWithAnError(String frame) throws Exception {
		try (Frames socket = this.api.open("/ws/chats")) {
			socket.send(frame);
			JsonNode error = socket.next();
			assertThat(error.path("type").asString()).isEqualTo("error");
			assertThat(error.at("/detail/code").asString()).isEqualTo("invalid_request");
		}
	}

	@Test
	void answersABinaryFrameWithAnError() throws Exception {
		try (Frames socket = this.api.open("/ws/chats?user_id=ann")) {
			socket.sendBinary(new byte[] { 1, 2, 3 });
			assertThat(socket.next().at("/detail/code").asString()).isEqualTo("invalid_request");
		}
	}

	@Test
	void refusesAFrameThatIsTooLong() throws Exception {
		try (Frames socket = this.api.open("/ws/chats?user_id=ann")) {
			socket.send("{'message':'" + "a".repeat(64 * 1024 + 1) + "'}");
			assertThat(socket.next().at("/detail/code").asString()).isEqualTo("too_large");
		}
	}

	private static String untyped(JsonNode frame) {
		ObjectNode copy = frame.deepCopy().asObject();
		copy.remove("type");
		return copy.toString();
	}

}
