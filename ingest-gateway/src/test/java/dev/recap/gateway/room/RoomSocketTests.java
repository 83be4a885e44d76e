package dev.recap.gateway.room;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.recap.gateway.TestGateway;
import dev.recap.gateway.TestSocket;
import dev.recap.gateway.publish.Publisher;
import dev.recap.schema.Json;
import dev.recap.schema.presence.Presence;
import dev.recap.schema.topic.Topic;
import dev.recap.testing.TestBroker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class RoomSocketTests {

	private static TestBroker kafka;

	private static TestGateway one;

	private static TestGateway two;

	private final String room = "room-" + UUID.randomUUID();

	@BeforeAll
	static void start() {
		kafka = TestBroker.start();
		one = gateway("one");
		two = gateway("two");
	}

	@AfterAll
	static void stop() {
		two.close();
		one.close();
		kafka.close();
	}

	private static TestGateway gateway(String instance) {
		return TestGateway
			.start(kafka.bootstrapServers(), "recap.rooms.instance=" + instance, "recap.rooms.heartbeat=300ms",
					"recap.rooms.silence=2s", "recap.rooms.queue=64")
			.connected();
	}

	@Test
	void saysToAllWhoComesAndLeavesOnEveryInstance() {
		try (TestSocket ann = join(one, "ann")) {
			JsonNode own = ann.next("presence");
			assertThat(own.path("event").asString()).isEqualTo("joined");
			assertThat(own.path("online").asInt()).isEqualTo(1);
			TestSocket bob = join(two, "bob");
			JsonNode joined = ann.next("presence");
			assertThat(joined.path("username").asString()).isEqualTo("bob");
			assertThat(joined.path("online").asInt()).isEqualTo(2);
			assertThat(names(joined)).containsExactly("ann", "bob");
			bob.close();
			JsonNode left = ann.next("presence");
			assertThat(left.path("event").asString()).isEqualTo("left");
			assertThat(left.path("username").asString()).isEqualTo("bob");
			assertThat(names(left)).containsExactly("ann");
		}
	}

	@Test
	void aNameIsUniqueOverInstancesAndFreeAgainWhenItsHolderLeft() {
		TestSocket first = join(one, "ann");
		first.next("presence");
		TestSocket second = join(two, "ann");
		JsonNode refused = second.next();
		assertThat(refused.path("type").asString()).isEqualTo("error");
		assertThat(refused.at("/detail/code").asString()).isEqualTo("conflict");
		assertThat(second.closeStatus()).isEqualTo(1008);
		first.close();
		Awaitility.await().until(() -> {
			try (TestSocket again = join(two, "ann")) {
				return again.next().path("type").asString().equals("presence");
			}
		});
	}

	@Test
	void ofManyWhoClaimANameAtOnceOneGetsIt() {
		List<TestSocket> sockets = IntStream.range(0, 8)
			.parallel()
			.mapToObj((i) -> join((i % 2 == 0) ? one : two, "ann"))
			.toList();
		assertThat(sockets.stream().map((socket) -> socket.next().path("type").asString())).containsOnlyOnce("presence")
			.containsOnly("presence", "error");
		sockets.forEach(TestSocket::close);
	}

	@Test
	void aMessageReachesEverybodyElseOnceAndInOneOrder() {
		try (TestSocket ann = join(one, "ann");
				TestSocket bob = join(two, "bob");
				TestSocket eve = join(one, "eve");
				TestSocket zoe = join(two, "zoe")) {
			List<TestSocket> all = List.of(ann, bob, eve, zoe);
			all.forEach(this::awaitFour);
			for (int i = 0; i < 50; i++) {
				ann.send("{\"type\":\"message\",\"message\":\"a" + i + "\"}");
				bob.send("{\"type\":\"message\",\"content\":\"b" + i + "\"}");
			}
			List<String> toEve = said(eve, 100);
			assertThat(toEve).doesNotHaveDuplicates();
			assertThat(said(zoe, 100)).isEqualTo(toEve);
			assertThat(said(ann, 50)).isEqualTo(toEve.stream().filter((text) -> text.startsWith("b")).toList());
			assertThat(said(bob, 50)).isEqualTo(toEve.stream().filter((text) -> text.startsWith("a")).toList());
		}
	}

	@Test
	void tellsTheSenderWhereItsMessageLies() {
		try (TestSocket ann = join(one, "ann"); TestSocket bob = join(two, "bob")) {
			ann.next("presence");
			bob.next("presence");
			ann.send("{\"type\":\"message\",\"message\":\"hello\",\"message_id\":\"m1\"}");
			JsonNode ack = ann.next("ack");
			assertThat(ack.path("message_id").asString()).isEqualTo("m1");
			assertThat(ack.path("conversation_id").asString()).isEqualTo(this.room);
			assertThat(ack.path("position").asString()).matches("\\d+:\\d+");
			JsonNode said = bob.next("message");
			assertThat(said.path("sender").asString()).isEqualTo("ann");
			assertThat(said.path("message").asString()).isEqualTo("hello");
			assertThat(said.path("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
			ann.send("{\"type\":\"message\",\"message\":\"hello\",\"message_id\":\"m1\"}");
			ann.next("ack");
			ann.send("{\"type\":\"message\",\"message\":\"more\"}");
			assertThat(bob.next("message").path("message").asString()).isEqualTo("more");
		}
	}

	@Test
	void answersFaultyFramesAndPings() {
		try (TestSocket ann = join(one, "ann")) {
			ann.next("presence");
			for (String faulty : List.of("no json", "[]", "{}", "{\"type\":\"dance\"}",
					"{\"type\":\"message\",\"message\":5}", "{\"type\":\"message\",\"message\":\" \"}",
					"{\"message\":\"a\",\"content\":\"b\"}", "{\"message\":\"a\",\"message_id\":\"a/b\"}")) {
				ann.send(faulty);
				assertThat(ann.next().at("/detail/code").asString()).as(faulty).isEqualTo("invalid_request");
			}
			ann.send("{\"message_id\":\"long\",\"message\":\"" + "x".repeat(65 * 1024) + "\"}");
			JsonNode tooLarge = ann.next();
			assertThat(tooLarge.at("/detail/code").asString()).isEqualTo("too_large");
			assertThat(tooLarge.path("message_id").asString()).isEqualTo("long");
			ann.send("{\"type\":\"ping\"}");
			assertThat(ann.next().path("type").asString()).isEqualTo("pong");
		}
	}

	@Test
	void refusesAConnectionWithoutAName() {
		TestSocket socket = TestSocket.open(one, "/ws?room=" + this.room);
		assertThat(socket.next().at("/detail/fields/0/field").asString()).isEqualTo("username");
		assertThat(socket.closeStatus()).isEqualTo(1008);
	}

	@Test
	void usersOfAnInstanceThatEndsLeave() {
		TestGateway three = gateway("three");
		try (TestSocket ann = present(one, "ann")) {
			TestSocket bob = join(three, "bob");
			awaitEvent(ann, "joined", "bob");
			three.close();
			awaitEvent(ann, "left", "bob");
			assertThat(bob.closeStatus()).isPositive();
		}
	}

	@Test
	void usersOfAnInstanceThatFellSilentLeave() {
		try (TestSocket ann = present(one, "ann"); TestSocket eve = present(two, "eve")) {
			String key = Presence.key(this.room, "bob");
			one.bean(Publisher.class)
				.publish(Topic.PRESENCE, key.getBytes(StandardCharsets.UTF_8),
						List.of(Json.bytes(new Presence("dead", this.room, "bob", "c", Instant.now()))))
				.join();
			for (TestSocket socket : List.of(ann, eve)) {
				awaitEvent(socket, "joined", "bob");
				awaitEvent(socket, "left", "bob");
			}
		}
	}

	@Test
	void dropsAClientThatDoesNotReadAndGoesOnWithTheOthers() throws Exception {
		try (TestSocket ann = present(one, "ann"); Socket stuck = silentClient("stuck")) {
			assertThat(stuck.isConnected()).isTrue();
			awaitEvent(ann, "joined", "stuck");
			String text = "x".repeat(60 * 1024);
			Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
				for (int i = 0; i < 10; i++) {
					ann.send("{\"message\":\"" + text + "\"}");
				}
				return ann.rest()
					.stream()
					.anyMatch((frame) -> frame.path("event").asString("").equals("left")
							&& frame.path("username").asString().equals("stuck"));
			});
			ann.send("{\"message\":\"still here\",\"message_id\":\"last\"}");
			ann.next((frame) -> frame.path("message_id").asString("").equals("last"));
		}
	}

	@Test
	void compactionForgetsWhoLeft() {
		TestSocket ann = join(one, "ann");
		ann.next("presence");
		ann.close();
		String key = Presence.key(this.room, "ann");
		Awaitility.await().until(() -> {
			List<ConsumerRecord<byte[], byte[]>> records = kafka.records("presence")
				.stream()
				.filter((record) -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
				.toList();
			return records.size() == 3 && records.getLast().value() == null;
		});
	}

	/** Joins and waits until the room knows it. */
	private TestSocket present(TestGateway gateway, String name) {
		TestSocket socket = join(gateway, name);
		awaitEvent(socket, "joined", name);
		return socket;
	}

	private TestSocket join(TestGateway gateway, String name) {
		return TestSocket.open(gateway, "/ws?username=" + name + "&room=" + this.room);
	}

	/** Opens a socket and never reads from it. */
	private Socket silentClient(String name) throws Exception {
		String[] address = one.address().split(":");
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getByName(address[0]), Integer.parseInt(address[1])));
		socket.getOutputStream()
			.write(("GET /ws?username=" + name + "&room=" + this.room + " HTTP/1.1\r\nHost: " + one.address()
					+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		InputStream in = socket.getInputStream();
		assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).endsWith("101");
		return socket;
	}

	private void awaitFour(TestSocket socket) {
		socket.next((frame) -> frame.path("online").asInt(0) == 4);
	}

	private static void awaitEvent(TestSocket socket, String event, String username) {
		socket.next((frame) -> frame.path("event").asString("").equals(event)
				&& frame.path("username").asString("").equals(username));
	}

	private static List<String> said(TestSocket socket, int count) {
		return IntStream.range(0, count).mapToObj((i) -> socket.next("message").path("message").asString()).toList();
	}

	private static List<String> names(JsonNode presence) {
		List<String> names = new ArrayList<>();
		presence.path("users").forEach((name) -> names.add(name.asString()));
		return names;
	}

}
