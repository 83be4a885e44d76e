package dev.recap.gateway.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import dev.recap.gateway.TestGateway;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.testing.TestBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ChatsTests {

	private static TestBroker kafka;

	private static TestGateway gateway;

	private final WebTestClient client = gateway.client();

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		gateway = TestGateway.start(kafka.bootstrapServers()).connected();
	}

	@AfterAll
	static void stop() {
		gateway.close();
		kafka.close();
	}

	@Test
	void putsASingleMessageIntoTheLog() {
		String position = post("""
				{"conversation_id":"räume 1","user_id":"u","message":"hello","message_id":"m"}""").expectStatus()
			.isCreated()
			.expectHeader()
			.valueEquals("Location", "/chats/r%C3%A4ume%201")
			.expectBody()
			.json("""
					{"status":"success","conversation_id":"räume 1","inserted_count":1,"message_ids":["m"]}""",
					JsonCompareMode.LENIENT)
			.returnResult()
			.getResponseHeaders()
			.getFirst("X-Position");
		ConsumerRecord<byte[], byte[]> record = records("räume 1").getFirst();
		assertThat(record.partition() + ":" + record.offset()).isEqualTo(position);
		assertThat(record.headers().lastHeader("schema-version")).isNotNull();
		assertThat(message(record).content()).isEqualTo("hello");
	}

	@Test
	void isMeasuredByPathAndStatus() {
		post("""
				{"conversation_id":"measured","user_id":"u","message":"hello"}""").expectStatus().isCreated();
		await().untilAsserted(() -> assertThat(
				this.client.get().uri("/metrics").exchange().expectBody(String.class).returnResult().getResponseBody())
			.containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"201\"[^}]*uri=\"/chats\""));
	}

	@Test
	void putsABatchIntoTheLogInOrder() {
		String messages = IntStream.range(0, 1000)
			.mapToObj((i) -> "{\"content\":\"" + i + "\"}")
			.reduce((a, b) -> a + "," + b)
			.orElseThrow();
		byte[] answer = post("{\"conversation_id\":\"batch\",\"user_id\":\"u\",\"messages\":[" + messages + "]}")
			.expectStatus()
			.isCreated()
			.expectBody()
			.jsonPath("$.inserted_count")
			.isEqualTo(1000)
			.jsonPath("$.message_ids.length()")
			.isEqualTo(1000)
			.returnResult()
			.getResponseBody();
		List<ConsumerRecord<byte[], byte[]>> records = records("batch");
		assertThat(records).extracting((record) -> message(record).content())
			.containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
		ConsumerRecord<byte[], byte[]> last = records.getLast();
		assertThat(new String(answer, StandardCharsets.UTF_8))
			.contains("\"position\":\"" + last.partition() + ":" + last.offset() + "\"");
	}

	@Test
	void takesNothingOfABatchWithAFault() {
		post("{\"conversation_id\":\"faulty\",\"user_id\":\"u\",\"messages\":[{\"content\":\"a\"},{\"content\":1}]}")
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("invalid_request")
			.jsonPath("$.detail.fields[0].field")
			.isEqualTo("messages[1].content");
		assertThat(records("faulty")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8", "APPLICATION/JSON",
			"application/vnd.api+json", "application/*" })
	void takesJson(String contentType) {
		post("{\"user_id\":\"u\",\"message\":\"a\"}", contentType).expectStatus().isCreated();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense",
			"multipart/form-data" })
	void refusesOtherContentTypes(String contentType) {
		post("{\"user_id\":\"u\",\"message\":\"a\"}", contentType).expectStatus()
			.isEqualTo(415)
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("unsupported_media_type");
	}

	@Test
	void takesABodyThatSaysNothingOfItsTypeForJson() {
		this.client.post()
			.uri("/chats")
			.headers((headers) -> headers.remove("Content-Type"))
			.body((request,
					context) -> request.writeWith(Flux.just(request.bufferFactory()
						.wrap("{\"user_id\":\"u\",\"message\":\"a\"}".getBytes(StandardCharsets.UTF_8)))))
			.exchange()
			.expectStatus()
			.isCreated();
	}

	@Test
	void refusesACompressedBody() {
		this.client.post()
			.uri("/chats")
			.contentType(MediaType.APPLICATION_JSON)
			.header("Content-Encoding", "gzip")
			.bodyValue(new byte[] { 31, -117, 8 })
			.exchange()
			.expectStatus()
			.isEqualTo(415);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "{\"user_id\":\"u\",\"message\":\"\\ud800\"}" })
	void aMalformedBodyIsTheClientsFault(String body) {
		post(body).expectStatus().isBadRequest().expectBody().jsonPath("$.detail.timestamp").exists();
	}

	@Test
	void aBodyMayHaveFourMebibytes() {
		String start = "{\"user_id\":\"u\",\"message\":\"a\",\"unknown\":\"";
		String fill = "x".repeat(4 * 1024 * 1024 - start.length() - 2);
		post(start + fill + "\"}").expectStatus().isCreated();
		post(start + fill + "x\"}").expectStatus()
			.isEqualTo(413)
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("too_large");
	}

	@Test
	void aLongBodyInPiecesIsRefusedToo() {
		byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
		this.client.post()
			.uri("/chats")
			.contentType(MediaType.APPLICATION_JSON)
			.body((request, context) -> request
				.writeWith(Flux.range(0, 66).map((i) -> request.bufferFactory().wrap(piece))))
			.exchange()
			.expectStatus()
			.isEqualTo(413);
	}

	@Test
	void aMessageOfMoreThan64KibibytesIsTooLarge() {
		post("{\"user_id\":\"u\",\"message\":\"" + "x".repeat(64 * 1024 + 1) + "\"}").expectStatus()
			.isEqualTo(413)
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("too_large");
	}

	@Test
	void theLongestEscapesStillFitTheTopic() {
		post("{\"user_id\":\"u\",\"message\":\"a" + "\\u0001".repeat(64 * 1024 - 1) + "\"}").expectStatus().isCreated();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "PATCH", "OPTIONS" })
	void onlyPostIsPossible(String method) {
		this.client.method(HttpMethod.valueOf(method))
			.uri("/chats")
			.exchange()
			.expectStatus()
			.isEqualTo(405)
			.expectHeader()
			.valueEquals("Allow", "POST")
			.expectBody()
			.jsonPath("$.detail.code")
			.isEqualTo("method_not_allowed");
	}

	@Test
	void aSocketPathIsNotForPlainRequests() {
		this.client.get().uri("/ws/chats").exchange().expectStatus().is4xxClientError();
		this.client.post().uri("/ws/chats").exchange().expectStatus().is4xxClientError();
	}

	@Test
	void saysWhatItIsAndHowItIs() {
		this.client.get().uri("/").exchange().expectStatus().isOk().expectBody().jsonPath("$.name").isEqualTo("Recap");
		this.client.get()
			.uri("/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP")
			.jsonPath("$.components.kafka.status")
			.isEqualTo("UP");
		this.client.get()
			.uri("/metrics")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((text) -> assertThat(text).contains("recap_gateway_records_published_total"));
		this.client.get().uri("/nowhere").exchange().expectStatus().isNotFound();
	}

	private ResponseSpec post(String body) {
		return post(body, "application/json");
	}

	private ResponseSpec post(String body, String contentType) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return this.client.post()
			.uri("/chats")
			.headers((headers) -> headers.set("Content-Type", contentType))
			.contentLength(bytes.length)
			.body((request, context) -> request.writeWith(Flux.just(request.bufferFactory().wrap(bytes))))
			.exchange();
	}

	private static List<ConsumerRecord<byte[], byte[]>> records(String conversation) {
		return kafka.records("chat-messages")
			.stream()
			.filter((record) -> conversation.equals(new String(record.key(), StandardCharsets.UTF_8)))
			.toList();
	}

	private static MessagePosted message(ConsumerRecord<byte[], byte[]> record) {
		ReadResult result = ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
				record.timestamp());
		assertThat(result).isInstanceOf(ReadResult.Readable.class);
		return (MessagePosted) ((ReadResult.Readable) result).event();
	}

}
