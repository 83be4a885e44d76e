package dev.recap.standalone.conformance;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Conversations, sessions and the assistant, as far as they take things in. */
@Conformance
class ConversationsConformanceTests {

	private final Api api;

	ConversationsConformanceTests(Api api) {
		this.api = api;
	}

	@Test
	void beginsAConversation() throws Exception {
		Answer created = this.api.post("/conversations",
				Map.of("user_id", "ann", "title", "Release", "metadata", Map.of("team", "search")));
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.header("Location")).isEqualTo("/conversations/" + created.text("/id"));
		assertThat(created.text("/title")).isEqualTo("Release");
		assertThat(created.text("/status")).isEqualTo("active");
		assertThat(created.text("/metadata/team")).isEqualTo("search");
		assertThat(this.api.get("/chats/" + created.text("/id")).at("/messages")).isEmpty();
	}

	@Test
	void endsAConversation() throws Exception {
		String id = Api.id();
		this.api.post("/chats", Api.talk(id));
		Answer ended = this.api.json("POST", "/conversations/" + id + "/end", "");
		assertThat(ended.status()).isEqualTo(202);
		assertThat(ended.text("/conversation_id")).isEqualTo(id);
	}

	@Test
	void beginsASession() throws Exception {
		Answer bare = this.api.send("POST", "/session", BodyPublishers.noBody());
		assertThat(bare.status()).isEqualTo(201);
		assertThat(bare.text("/sessionId")).isNotBlank();
		assertThat(this.api.post("/session", Map.of("user_id", "ann")).status()).isEqualTo(201);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/conversations | {}                                      | user_id
			/conversations | {'user_id':7}                           | user_id
			/conversations | {'user_id':'a/b'}                       | user_id
			/conversations | {'user_id':'a','title':''}              | title
			/conversations | {'user_id':'a','title':7}               | title
			/conversations | {'user_id':'a','metadata':[]}           | metadata
			/session       | {'user_id':7}                           | user_id
			/session       | {'user_id':'a/b'}                       | user_id
			/chat          | {}                                      | input
			/chat          | {'input':' '}                           | input
			/chat          | {'input':7}                             | input
			/chat          | {'input':'a','temperature':3}           | temperature
			/chat          | {'input':'a','temperature':'hot'}       | temperature
			/chat          | {'input':'a','max_tokens':0}            | max_tokens
			/chat          | {'input':'a','stream':'yes'}            | stream
			/chat          | {'input':'a','conversation_id':'a/b'}   | conversation_id
			/chat          | {'input':'a','user_id':7}               | user_id
			/chat          | {'message':'a'}                         | sessionId
			/chat          | {'sessionId':'a'}                       | message
			/chat          | {'sessionId':7,'message':'a'}           | sessionId
			/chat          | {'sessionId':'a','message':'a','content':'b'} | message
			""", quoteCharacter = '`')
	void namesTheFieldThatIsWrong(String path, String body, String field) throws Exception {
		Answer refused = this.api.json("POST", path, body.replace('\'', '"'));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.at("/detail/fields").values()).extracting((each) -> each.path("field").asString())
			.contains(field);
	}

	@Test
	void keepsTheLimitOfWhatIsWrittenToTheAssistant() throws Exception {
		Answer refused = this.api.post("/chat", Map.of("input", "a".repeat(10_001)));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text("/detail/fields/0/field")).isEqualTo("input");
	}

	@Test
	void keepsTheLimitOfMetadata() throws Exception {
		Answer refused = this.api.post("/conversations",
				Map.of("user_id", "ann", "metadata", Map.of("a", "a".repeat(9000))));
		assertThat(refused.status()).isEqualTo(413);
	}

}
