package dev.recap.gateway.room;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.recap.gateway.GatewayProcess;
import dev.recap.gateway.TestGateway;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEventReader;
import dev.recap.schema.event.ReadResult;
import dev.recap.testing.TestBroker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import org.springframework.web.reactive.socket.client.WebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.core.publisher.Sinks.EmitFailureHandler.FAIL_FAST;

/** Five hundred users in one room, on two gateways in two processes. */
class CrowdTests {

	private static final int USERS = 500;

	/** More at once than this, and a busy machine makes joining too slow. */
	private static final int AT_ONCE = 50;

	private static final int SPEAKERS = 20;

	private static final int TURNS = 5;

	/**
	 * Not the JDK's, which garbles frames that come right behind the answer to the
	 * handshake.
	 */
	private static final WebSocketClient SOCKETS = new ReactorNettyWebSocketClient();

	@TempDir
	Path folder;

	@Test
	@Timeout(900)
	void everyMessageReachesEverybodyElseOnceInOneOrderAndAKilledInstancesUsersLeave() {
		try (TestBroker kafka = TestBroker.start(this.folder.resolve("kafka"));
				TestGateway one = TestGateway.start(kafka.bootstrapServers(), "recap.rooms.instance=one").connected();
				GatewayProcess two = GatewayProcess.start(kafka.bootstrapServers(), this.folder.resolve("two.log"),
						"recap.rooms.instance=two")) {
			List<Member> members = new ArrayList<>();
			for (int i = 0; i < USERS; i++) {
				members.add(new Member("user-" + i, (i % 2 == 0) ? one.address() : two.address()));
				if (members.size() % AT_ONCE == 0) {
					awaitAll(members, members.size());
				}
			}

			List<Member> speakers = members.subList(0, SPEAKERS);
			for (int turn = 0; turn < TURNS; turn++) {
				for (Member speaker : speakers) {
					speaker.say(speaker.name + " turn " + turn);
				}
			}
			int all = SPEAKERS * TURNS;
			wait(120).untilAsserted(() -> assertThat(members).allSatisfy(
					(member) -> assertThat(member.heard).hasSize(all - (speakers.contains(member) ? TURNS : 0))));
			List<String> order = members.getLast().heard;
			assertThat(order).doesNotHaveDuplicates().hasSize(all);
			assertThat(members).allSatisfy((member) -> assertThat(member.heard)
				.isEqualTo(order.stream().filter((text) -> !text.startsWith(member.name + " ")).toList()));
			assertThat(said(kafka)).containsExactlyElementsOf(order);

			two.kill();
			List<Member> left = IntStream.range(0, USERS).filter((i) -> i % 2 == 0).mapToObj(members::get).toList();
			awaitAll(left, USERS / 2);
			left.getFirst().say("still here");
			wait(120).untilAsserted(() -> assertThat(left.subList(1, left.size()))
				.allSatisfy((member) -> assertThat(member.heard).last().isEqualTo("still here")));
		}
	}

	private static void awaitAll(List<Member> members, int online) {
		wait(120).untilAsserted(
				() -> assertThat(members).allSatisfy((member) -> assertThat(member.online).hasValue(online)));
	}

	private static ConditionFactory wait(int seconds) {
		return Awaitility.await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(200));
	}

	private static List<String> said(TestBroker kafka) {
		return kafka.records("chat-messages")
			.stream()
			.map((record) -> ChatEventReader.read(record.key(), record.value(), record.partition(), record.offset(),
					record.timestamp()))
			.map((read) -> ((MessagePosted) ((ReadResult.Readable) read).event()).content())
			.toList();
	}

	/** A user at a socket. */
	private static final class Member {

		private final String name;

		private final AtomicInteger online = new AtomicInteger();

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final Sinks.Many<String> says = Sinks.many().unicast().onBackpressureBuffer();

		private volatile String ended = "";

		private Member(String name, String address) {
			this.name = name;
			SOCKETS
				.execute(URI.create("ws://" + address + "/ws?room=crowd&username=" + name),
						(session) -> session.send(this.says.asFlux().map(session::textMessage))
							.and(session.receive().map(WebSocketMessage::getPayloadAsText).doOnNext(this::take)))
				.subscribe((done) -> {
				}, (failure) -> this.ended = ", " + failure, () -> this.ended = ", closed");
		}

		private void say(String text) {
			this.says.emitNext("{\"type\":\"message\",\"message\":\"" + text + "\"}", FAIL_FAST);
		}

		@Override
		public String toString() {
			return this.name + " (" + this.online + " online, " + this.heard.size() + " heard" + this.ended + ")";
		}

		private void take(String text) {
			JsonNode frame = Json.mapper().readTree(text);
			switch (frame.path("type").asString()) {
				case "presence" -> this.online.set(frame.path("online").asInt());
				case "message" -> this.heard.add(frame.path("message").asString());
				default -> assertThat(frame.path("type").asString()).isEqualTo("ack");
			}
		}

	}

}
