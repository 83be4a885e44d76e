package dev.recap.gateway;

import java.time.Duration;
import java.util.List;

import dev.recap.testing.TestBroker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OpenSocketsTests {

	@Test
	void tellsItsClientsToGoElsewhereWhenItStops() {
		try (TestBroker kafka = TestBroker.start();
				TestGateway other = TestGateway.start(kafka.bootstrapServers(), "recap.rooms.instance=other")
					.connected();
				TestSocket bob = joined(other, "bob")) {
			TestGateway stopping = TestGateway.start(kafka.bootstrapServers(), "recap.rooms.instance=stopping")
				.connected();
			TestSocket ann = joined(stopping, "ann");
			List<TestSocket> sockets = List.of(ann, TestSocket.open(stopping, "/ws/chats"),
					TestSocket.open(stopping, "/ws/summarize?conversation_id=c"));
			stopping.close();
			assertThat(sockets).extracting(TestSocket::closeStatus).containsOnly(1001);
			await().atMost(Duration.ofSeconds(30))
				.until(() -> bob.next("presence").path("event").asString().equals("left"));
		}
	}

	private static TestSocket joined(TestGateway gateway, String username) {
		TestSocket socket = TestSocket.open(gateway, "/ws?room=lobby&username=" + username);
		socket.next("presence");
		return socket;
	}

}
