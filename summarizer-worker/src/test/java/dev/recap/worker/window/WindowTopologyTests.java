package dev.recap.worker.window;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.Trigger;
import dev.recap.schema.topic.Position;
import dev.recap.schema.topic.RecordHeaders;
import dev.recap.schema.topic.TopicSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class WindowTopologyTests {

	private static final Duration IDLE = Duration.ofSeconds(30);

	private static final Duration A_SECOND = Duration.ofSeconds(1);

	@TempDir
	private Path folder;

	private WindowDriver app;

	@BeforeEach
	void start() {
		this.app = new WindowDriver(this.folder.resolve("a"), Map.of());
	}

	@AfterEach
	void stop() {
		this.app.close();
	}

	@Test
	void isTheTopologyThatIsCommitted() {
		String described = new WindowTopology(this.app.settings, TopicSettings.defaults(), new SimpleMeterRegistry())
			.build()
			.describe()
			.toString();
		assertThat(described.strip()).isEqualTo(resource("topology.txt").strip());
	}

	@Test
	void closesAnIdleWindowWithoutFurtherTraffic() {
		this.app.say("c", "a", WindowDriver.START);
		this.app.passTime(A_SECOND);
		this.app.say("c", "b", WindowDriver.START.plusSeconds(1));
		this.app.passTime(IDLE.minusSeconds(1));
		assertThat(this.app.requests()).isEmpty();
		this.app.passTime(A_SECOND);
		assertThat(this.app.requests()).singleElement()
			.isEqualTo(SummaryRequest.window("c", Trigger.IDLE, new Position(0, 0), new Position(0, 1),
					WindowDriver.START.plusSeconds(1).toEpochMilli(), WindowDriver.START,
					WindowDriver.START.plusSeconds(1), 2, this.app.now()));
	}

	@Test
	void keysAndStampsARequest() {
		this.app.say("c");
		this.app.passTime(IDLE);
		TestRecord<byte[], byte[]> request = this.app.rawRequests().readRecord();
		assertThat(request.key()).asString(StandardCharsets.UTF_8).isEqualTo("c");
		assertThat(header(request.headers(), RecordHeaders.SCHEMA_VERSION)).isEqualTo("1");
		assertThat(request.getRecordTime()).isEqualTo(this.app.now());
	}

	@Test
	void closesBeforeAMessageBeyondTheGap() {
		Instant said = Instant.parse("2020-01-01T10:00:00Z");
		this.app.say("c", "a", said);
		this.app.say("c", "b", said.plus(Duration.ofMinutes(30)));
		assertThat(this.app.requests()).isEmpty();
		this.app.say("c", "c", said.plus(Duration.ofMinutes(60)).plusMillis(1));
		assertThat(this.app.requests()).singleElement()
			.extracting(SummaryRequest::trigger, SummaryRequest::messages, SummaryRequest::last)
			.containsExactly(Trigger.GAP, 2, new Position(0, 1));
		this.app.passTime(IDLE);
		assertThat(this.app.requests()).singleElement()
			.extracting(SummaryRequest::trigger, SummaryRequest::messages, SummaryRequest::first)
			.containsExactly(Trigger.IDLE, 1, new Position(0, 2));
	}

	@Test
	void takesAnOlderMessageIntoTheOpenWindow() {
		Instant said = Instant.parse("2020-01-01T10:00:00Z");
		this.app.say("c", "new", said);
		this.app.say("c", "old", said.minus(Duration.ofDays(300)));
		this.app.say("c", "next", said.plusSeconds(1));
		this.app.passTime(IDLE);
		assertThat(this.app.requests()).singleElement()
			.extracting(SummaryRequest::trigger, SummaryRequest::messages, SummaryRequest::from, SummaryRequest::to)
			.containsExactly(Trigger.IDLE, 3, said.minus(Duration.ofDays(300)), said.plusSeconds(1));
	}

	@Test
	void closesFirstAfterTenMessagesThenEveryFive() {
		this.app.say("c", 9);
		assertThat(this.app.requests()).isEmpty();
		this.app.say("c");
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
		this.app.passTime(Duration.ofSeconds(10));
		this.app.say("c", 4);
		assertThat(this.app.requests()).isEmpty();
		this.app.say("c");
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 5));
		this.app.passTime(Duration.ofSeconds(10));
		this.app.say("c", 5);
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 5));
	}

	@Test
	void needsTenMessagesAgainAfterAnotherClosing() {
		this.app.say("c", 10);
		this.app.say("c");
		this.app.passTime(IDLE);
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10), tuple(Trigger.IDLE, 1));
		this.app.say("c", 9);
		assertThat(this.app.requests()).isEmpty();
		this.app.passTime(Duration.ofSeconds(10));
		this.app.say("c");
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
	}

	@Test
	void needsTenMessagesAgainAfterAnIdleTime() {
		this.app.say("c", 10);
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
		this.app.passTime(IDLE);
		this.app.say("c", 9);
		assertThat(this.app.requests()).isEmpty();
		this.app.say("c");
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
	}

	@Test
	void needsTenMessagesAgainBeyondAGap() {
		this.app.say("c", 10);
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
		this.app.passTime(Duration.ofSeconds(15));
		Instant later = this.app.now().plus(Duration.ofHours(1));
		for (int i = 0; i < 9; i++) {
			this.app.say("c", "later" + i, later);
		}
		assertThat(this.app.requests()).isEmpty();
		this.app.say("c", "later9", later);
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
	}

	@Test
	void makesABurstOneLargerWindow() {
		this.app.say("c", 10);
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 10));
		this.app.passTime(A_SECOND);
		this.app.say("c", 300);
		assertThat(this.app.requests()).isEmpty();
		this.app.passTime(Duration.ofSeconds(9).minusMillis(1));
		assertThat(this.app.requests()).isEmpty();
		this.app.passTime(Duration.ofMillis(201));
		assertThat(counts()).containsExactly(tuple(Trigger.COUNT, 300));
	}

	@Test
	void aBurstOfAThousandMessagesMakesFewRequests() {
		for (int i = 0; i < 1000; i++) {
			this.app.say("c");
			this.app.passTime(Duration.ofMillis(20));
		}
		this.app.passTime(IDLE);
		List<SummaryRequest> requests = this.app.requests();
		assertThat(requests.stream().mapToInt(SummaryRequest::messages).sum()).isEqualTo(1000);
		// After the first ten, one in ten seconds; the burst takes twenty.
		assertThat(requests).hasSizeLessThanOrEqualTo(4);
	}

	@Test
	void makesNoMoreRequestsThanTheCountAllows() {
		try (WindowDriver eager = new WindowDriver(this.folder.resolve("eager"), Map.of("min-interval", "0s"))) {
			eager.say("c", 1000);
			eager.passTime(IDLE);
			assertThat(eager.requests()).hasSizeLessThanOrEqualTo(1000 / 5 + 1);
		}
	}

	@Test
	void closesAWindowThatIsOpenForTooLong() {
		try (WindowDriver aging = new WindowDriver(this.folder.resolve("b"), Map.of("max-age", "1m"))) {
			aging.say("slow");
			aging.passTime(Duration.ofSeconds(25));
			aging.say("slow");
			aging.passTime(Duration.ofSeconds(25));
			aging.say("slow");
			aging.passTime(Duration.ofSeconds(9));
			assertThat(aging.requests()).isEmpty();
			aging.passTime(A_SECOND);
			assertThat(aging.requests()).singleElement()
				.extracting(SummaryRequest::trigger, SummaryRequest::messages)
				.containsExactly(Trigger.AGE, 3);
		}
	}

	@Test
	void closesAtTheEndOfAConversation() {
		this.app.say("c", 2);
		this.app.send(new ConversationEnded("c", this.app.now()));
		assertThat(counts()).containsExactly(tuple(Trigger.END, 2));
		this.app.send(new ConversationEnded("c", this.app.now()));
		this.app.passTime(IDLE);
		assertThat(this.app.requests()).isEmpty();
	}

	@Test
	void dropsTheWindowOfADeletedConversation() {
		for (boolean hard : List.of(true, false)) {
			this.app.say("c", 3);
			this.app.send(new ConversationDeleted("c", this.app.now(), hard, "ann"));
			assertThat(this.app.stateSize()).isZero();
		}
		this.app.passTime(IDLE);
		assertThat(this.app.requests()).isEmpty();
	}

	@Test
	void keepsAWindowWhoseMessagesCameAfterItsConversationWasFoundIdle() {
		this.app.say("c", 3);
		this.app.send(new ConversationDeleted("c", this.app.now(), true, null, this.app.now().minusSeconds(1)));
		assertThat(this.app.stateSize()).isPositive();
		this.app.send(new ConversationDeleted("c", this.app.now(), true, null, this.app.now()));
		assertThat(this.app.stateSize()).isZero();
	}

	@Test
	void countsTheWindowsThatAreOpen() {
		this.app.say("a", 2);
		this.app.say("b", 10);
		this.app.say("c", 3);
		assertThat(open()).isEqualTo(2);
		this.app.send("c", null);
		assertThat(open()).isEqualTo(1);
		this.app.passTime(IDLE);
		assertThat(open()).isZero();
	}

	private double open() {
		return this.app.registry.get("recap.windows.open").gauge().value();
	}

	@Test
	void dropsTheWindowOnATombstone() {
		this.app.say("c", 3);
		this.app.send("c", null);
		assertThat(this.app.stateSize()).isZero();
		this.app.passTime(IDLE);
		assertThat(this.app.requests()).isEmpty();
	}

	@Test
	void isNotMovedByOtherEvents() {
		this.app.say("c");
		this.app.passTime(IDLE.minusSeconds(1));
		this.app.send(new ConversationUpdated("c", this.app.now(), "Title", null, null));
		this.app.send(new ConversationRestored("c", this.app.now(), "ann"));
		this.app.send(new MessageRead("c", this.app.now(), "ann", "m0"));
		this.app.passTime(A_SECOND);
		assertThat(counts()).containsExactly(tuple(Trigger.IDLE, 1));
	}

	@Test
	void ignoresAMessageSentAgain() {
		this.app.say("c", "a", this.app.now());
		this.app.say("c", "b", this.app.now());
		this.app.passTime(IDLE.minusSeconds(1));
		this.app.say("c", "a", this.app.now());
		this.app.passTime(A_SECOND);
		assertThat(this.app.requests()).singleElement()
			.extracting(SummaryRequest::messages, SummaryRequest::last)
			.containsExactly(2, new Position(0, 1));
		assertThat(this.app.count("recap.windows.duplicates")).isEqualTo(1);
	}

	@Test
	void remembersTheLatestMessagesOfALargeWindow() {
		try (WindowDriver large = new WindowDriver(this.folder.resolve("b"), Map.of("first-count", "1000"))) {
			for (int i = 0; i < 300; i++) {
				large.say("c", "id" + i, large.now());
			}
			for (int i = 44; i < 300; i++) {
				large.say("c", "id" + i, large.now());
			}
			large.passTime(IDLE);
			assertThat(large.requests()).singleElement().extracting(SummaryRequest::messages).isEqualTo(300);
		}
	}

	@Test
	void refilesAMisfiledMessageOnce() {
		var refiled = this.app.output("chat-messages");
		String value = """
				{"conversation_id":"right","user_id":"ann","content":"Hi","extra":1}""";
		this.app.send("wrong", value);
		this.app.send(null, value);
		List<TestRecord<byte[], byte[]>> copies = refiled.readRecordsToList();
		assertThat(copies).hasSize(2).allSatisfy((copy) -> {
			assertThat(copy.key()).asString(StandardCharsets.UTF_8).isEqualTo("right");
			assertThat(header(copy.headers(), RecordHeaders.SCHEMA_VERSION)).isEqualTo("1");
			assertThat(Json.mapper().readTree(copy.value()).get("extra").intValue()).isEqualTo(1);
			assertThat(Json.mapper().readTree(copy.value()).get("message_id").isString()).isTrue();
		});
		assertThat(this.app.count("recap.events.refiled")).isEqualTo(2);
		this.app.passTime(IDLE);
		// The driver feeds the copies back, as the broker does.
		assertThat(this.app.requests()).singleElement()
			.extracting(SummaryRequest::conversationId, SummaryRequest::messages)
			.containsExactly("right", 2);
		assertThat(refiled.isEmpty()).isTrue();
	}

	@Test
	void keepsAnUnreadableRecordAsItCame() {
		byte[] broken = { '{', (byte) 0xff, 0 };
		Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
		headers.add("trace", new byte[] { 7 });
		this.app.say("c");
		this.app.messages.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), broken, headers, 5L));
		this.app.say("c");
		TestRecord<byte[], byte[]> letter = this.app.output("chat-messages-dlt").readRecord();
		assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("k");
		assertThat(letter.value()).isEqualTo(broken);
		assertThat(letter.headers().lastHeader("trace").value()).containsExactly(7);
		assertThat(header(letter.headers(), RecordHeaders.REASON)).contains("UTF-8");
		assertThat(header(letter.headers(), RecordHeaders.SOURCE_TOPIC)).isEqualTo("chat-messages");
		assertThat(header(letter.headers(), RecordHeaders.SOURCE_PARTITION)).isEqualTo("0");
		assertThat(header(letter.headers(), RecordHeaders.SOURCE_OFFSET)).isEqualTo("1");
		this.app.passTime(IDLE);
		assertThat(counts()).containsExactly(tuple(Trigger.IDLE, 2));
	}

	@Test
	void explainsARecordThatIsTooLargeToCopy() {
		this.app.send(new byte[] { 'k' }, new byte[6 * 1024 * 1024]);
		TestRecord<byte[], byte[]> letter = this.app.output("chat-messages-dlt").readRecord();
		assertThat(letter.value()).isNull();
		assertThat(header(letter.headers(), RecordHeaders.REASON)).contains("too large to copy");
		assertThat(header(letter.headers(), RecordHeaders.SOURCE_OFFSET)).isEqualTo("0");
	}

	@Test
	void skipsAndCountsUnknownTypes() {
		this.app.send("c", "{\"type\":\"poll.opened\",\"conversation_id\":\"c\"}");
		this.app.send("c", "{\"type\":\"poll.closed\",\"conversation_id\":\"c\"}");
		assertThat(this.app.count("recap.events.skipped")).isEqualTo(2);
		assertThat(this.app.output("chat-messages-dlt").isEmpty()).isTrue();
		assertThat(this.app.stateSize()).isZero();
	}

	@Test
	void keepsNothingOfConversationsThatFellSilent() {
		for (int i = 0; i < 50; i++) {
			this.app.say("c" + i, 1 + i % 12);
		}
		this.app.send(new ConversationEnded("c3", this.app.now()));
		assertThat(this.app.stateSize()).isPositive();
		this.app.passTime(IDLE);
		this.app.passTime(IDLE);
		assertThat(this.app.stateSize()).isZero();
		assertThat(this.app.requests()).hasSize(50 + 8);
	}

	@Test
	void startsOverWhenAStateCannotBeRead() {
		WatchedStore windows = new WatchedStore(WindowTopology.WINDOW_STORE);
		for (byte[] unreadable : List.of(new byte[0], new byte[] { 99, 1, 2 }, new byte[] { 1, 1, 0 })) {
			try (WindowDriver broken = new WindowDriver(this.folder.resolve("b"), Map.of(),
					(name) -> watched(name, windows), 0)) {
				broken.say("c", 3);
				windows.answer = (value) -> unreadable;
				broken.passTime(A_SECOND);
				broken.say("c");
				windows.answer = UnaryOperator.identity();
				broken.passTime(IDLE);
				assertThat(broken.requests()).singleElement().extracting(SummaryRequest::messages).isEqualTo(1);
				broken.passTime(IDLE);
				assertThat(broken.stateSize()).isZero();
			}
		}
	}

	@Test
	void keepsARecordThatTheCodeFailsOn() {
		WatchedStore windows = new WatchedStore(WindowTopology.WINDOW_STORE);
		try (WindowDriver broken = new WindowDriver(this.folder.resolve("b"), Map.of(),
				(name) -> watched(name, windows), 0)) {
			windows.answer = (value) -> {
				throw new IllegalStateException("A bug");
			};
			broken.say("c");
			windows.answer = UnaryOperator.identity();
			broken.say("c");
			TestRecord<byte[], byte[]> letter = broken.output("chat-messages-dlt").readRecord();
			assertThat(letter.key()).asString(StandardCharsets.UTF_8).isEqualTo("c");
			assertThat(Json.mapper().readTree(letter.value()).get("message_id").asString()).isEqualTo("m0");
			assertThat(header(letter.headers(), RecordHeaders.REASON)).contains("A bug");
			assertThat(header(letter.headers(), RecordHeaders.SOURCE_OFFSET)).isEqualTo("0");
			broken.passTime(IDLE);
			assertThat(broken.requests()).singleElement().extracting(SummaryRequest::messages).isEqualTo(1);
		}
	}

	@Test
	void letsARecordWaitWhileAStoreFails() {
		WatchedStore windows = new WatchedStore(WindowTopology.WINDOW_STORE);
		try (WindowDriver broken = new WindowDriver(this.folder.resolve("b"), Map.of(),
				(name) -> watched(name, windows), 0)) {
			windows.answer = (value) -> {
				throw new ProcessorStateException("No space left");
			};
			assertThatThrownBy(() -> broken.say("c")).isInstanceOf(StreamsException.class);
			windows.answer = UnaryOperator.identity();
			assertThat(broken.output("chat-messages-dlt").isEmpty()).isTrue();
		}
	}

	@Test
	void visitsOnlyWhatIsDue() {
		WatchedStore windows = new WatchedStore(WindowTopology.WINDOW_STORE);
		try (WindowDriver counted = new WindowDriver(this.folder.resolve("b"), Map.of(),
				(name) -> watched(name, windows), 0)) {
			for (int i = 0; i < 1_000; i++) {
				counted.say("early" + i);
			}
			counted.passTime(Duration.ofSeconds(20));
			for (int i = 0; i < 10; i++) {
				counted.say("late" + i);
			}
			windows.reads.set(0);
			counted.passTime(Duration.ofSeconds(9));
			assertThat(windows.reads).hasValue(0);
			counted.passTime(A_SECOND);
			assertThat(counted.requests()).hasSize(1_000);
			counted.passTime(Duration.ofSeconds(19));
			windows.reads.set(0);
			counted.passTime(A_SECOND);
			assertThat(counted.requests()).hasSize(10);
			assertThat(windows.reads.get()).isPositive().isLessThanOrEqualTo(20);
		}
	}

	@Test
	void movesNoDeadlineForAFurtherMessage() {
		WatchedStore deadlines = new WatchedStore(WindowTopology.DEADLINE_STORE);
		try (WindowDriver counted = new WindowDriver(this.folder.resolve("b"), Map.of("first-count", "100"),
				(name) -> watched(name, deadlines), 0)) {
			counted.say("c");
			assertThat(deadlines.writes).hasValue(1);
			counted.passTime(A_SECOND);
			counted.say("c", 50);
			assertThat(deadlines.writes).hasValue(1);
		}
	}

	@Test
	void namesTheSameWorkWhenRecordsAreReadAgain() {
		try (WindowDriver again = new WindowDriver(this.folder.resolve("b"), Map.of())) {
			for (WindowDriver driver : List.of(this.app, again)) {
				driver.say("c", 12);
				driver.say("d", 3);
				driver.passTime(IDLE);
			}
			assertThat(again.requests()).isEqualTo(this.app.requests()).hasSize(3);
		}
	}

	private List<Tuple> counts() {
		return this.app.requests().stream().map((request) -> tuple(request.trigger(), request.messages())).toList();
	}

	private static WatchedStore watched(String name, WatchedStore store) {
		return name.equals(store.name()) ? store : new WatchedStore(name);
	}

	private static String header(Headers headers, String name) {
		Header header = headers.lastHeader(name);
		return new String(header.value(), StandardCharsets.UTF_8);
	}

	private static String resource(String name) {
		try (InputStream in = Objects.requireNonNull(WindowTopologyTests.class.getResourceAsStream(name))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
