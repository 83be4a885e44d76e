package dev.recap.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.recap.faults.Accepted.Message;
import dev.recap.faults.Client.Answer;
import dev.recap.schema.Json;
import dev.recap.schema.topic.Position;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Clients that do everything clients do, each from a seed of its own. */
final class Workload implements AutoCloseable {

	static final String TOPIC = "chat-messages";

	private static final int TRIES = 8;

	private static final int REMEMBERED = 50;

	private final Cluster cluster;

	private final Accepted accepted;

	private final int conversations;

	private final Client client = new Client();

	private final Producer<byte[], byte[]> producer;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	private int actors;

	/**
	 * Clients that are not running yet.
	 * @param conversations in how many conversations they meet
	 */
	Workload(Cluster cluster, Accepted accepted, int conversations) {
		this.cluster = cluster;
		this.accepted = accepted;
		this.conversations = conversations;
		Properties properties = new Properties();
		properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
		properties.put(ProducerConfig.ACKS_CONFIG, "all");
		properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
		properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
		properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
		properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
		this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
	}

	void start(long seed, int clients) {
		this.running = true;
		this.threads.clear();
		Random seeds = new Random(seed);
		for (int i = 0; i < clients; i++) {
			Actor actor = new Actor(this.actors++, new Random(seeds.nextLong()));
			this.threads.add(Thread.ofVirtual().name("client-" + i).start(actor::run));
		}
	}

	/** Ends when every request under way is answered or given up. */
	void stop() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/**
	 * Puts messages into the log as a direct producer would, as fast as it takes them.
	 */
	void backlog(int messages) {
		for (int i = 0; i < messages; i++) {
			String conversation = "b" + i % Math.max(1, messages / 100);
			String id = "b-" + i;
			Map<String, Object> value = Map.of("conversation_id", conversation, "user_id", "importer", "message_id", id,
					"content", "imported " + id);
			this.producer.send(
					new ProducerRecord<>(TOPIC, conversation.getBytes(StandardCharsets.UTF_8), Json.bytes(value)),
					(metadata, failure) -> {
						if (failure == null) {
							this.accepted.message(new Message(conversation, id, "importer", "imported " + id,
									new Position(metadata.partition(), metadata.offset())));
						}
					});
		}
		this.producer.flush();
	}

	/** Batches without a pause, from several clients at once. */
	void flood(int clients, Duration time) throws InterruptedException {
		Instant limit = Instant.now().plus(time);
		List<Thread> flooding = new ArrayList<>();
		for (int i = 0; i < clients; i++) {
			Actor actor = new Actor(this.actors++, new Random(i));
			flooding.add(Thread.ofVirtual().start(() -> actor.flood(limit)));
		}
		for (Thread thread : flooding) {
			thread.join();
		}
	}

	@Override
	public void close() {
		this.running = false;
		this.producer.close();
	}

	/** Something a client said; said again it is word for word the same. */
	private record Draft(String conversationId, String userId, String messageId, String content) {

		Map<String, Object> json() {
			return Map.of("conversation_id", this.conversationId, "user_id", this.userId, "message_id", this.messageId,
					"message", this.content);
		}

		Message accepted(@Nullable Position until) {
			return new Message(this.conversationId, this.messageId, this.userId, this.content, until);
		}

	}

	/** One client. */
	private final class Actor {

		private final int number;

		private final Random random;

		private final Deque<Draft> said = new ArrayDeque<>();

		private int count;

		Actor(int number, Random random) {
			this.number = number;
			this.random = random;
		}

		void run() {
			try {
				while (Workload.this.running) {
					act();
					TimeUnit.MILLISECONDS.sleep(this.random.nextInt(20, 120));
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		void flood(Instant limit) {
			try {
				while (Instant.now().isBefore(limit)) {
					batch("f" + this.random.nextInt(20), 100);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void act() throws InterruptedException {
			int die = this.random.nextInt(1000);
			if (die < 350) {
				single(draft());
			}
			else if (die < 480) {
				batch(conversation(), this.random.nextInt(2, 20));
			}
			else if (die < 580) {
				socket();
			}
			else if (die < 740) {
				direct(this.random.nextInt(5) == 0);
			}
			else if (die < 820) {
				again();
			}
			else if (die < 835) {
				erase();
			}
			else if (die < 845) {
				tombstone();
			}
			else if (die < 860) {
				change("DELETE", "conversation.deleted", "/conversations/" + conversation());
			}
			else if (die < 885) {
				change("POST", "conversation.restored", "/conversations/" + conversation() + "/restore");
			}
			else if (die < 900) {
				change("POST", "conversation.ended", "/conversations/" + conversation() + "/end");
			}
			else if (die < 930) {
				summarize();
			}
			else if (die < 950) {
				chat();
			}
			else {
				read();
			}
		}

		private String conversation() {
			return "c" + this.random.nextInt(Workload.this.conversations);
		}

		private Member gateway() {
			return Workload.this.cluster.gateways().get(this.random.nextInt(2));
		}

		private Draft draft() {
			return draft(conversation());
		}

		private Draft draft(String conversation) {
			String id = "m" + this.number + "-" + this.count++;
			Draft draft = new Draft(conversation, "u" + this.random.nextInt(8), id,
					"We said " + id + " about topic " + this.random.nextInt(100) + ".");
			this.said.addLast(draft);
			if (this.said.size() > REMEMBERED) {
				this.said.removeFirst();
			}
			return draft;
		}

		private void single(Draft draft) throws InterruptedException {
			Answer answer = insist("/chats", draft.json());
			if (answer.status() == 201) {
				Workload.this.accepted.message(draft.accepted(position(answer)));
			}
		}

		private void batch(String conversation, int size) throws InterruptedException {
			List<Draft> drafts = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				drafts.add(draft(conversation));
			}
			List<Map<String, Object>> messages = drafts.stream()
				.map((draft) -> Map.<String, Object>of("message_id", draft.messageId(), "user_id", draft.userId(),
						"content", draft.content()))
				.toList();
			Answer answer = insist("/chats",
					Map.of("conversation_id", conversation, "user_id", "u0", "messages", messages));
			if (answer.status() == 201) {
				drafts.forEach((draft) -> Workload.this.accepted.message(draft.accepted(position(answer))));
			}
		}

		/** The same again and again with the same ids, as a good client does. */
		private Answer insist(String path, Map<String, Object> body) throws InterruptedException {
			Answer answer = attempt(path, body);
			for (int i = 1; i < TRIES && (answer.status() == 0 || answer.status() >= 500); i++) {
				TimeUnit.MILLISECONDS.sleep(250L * i);
				answer = attempt(path, body);
			}
			return answer;
		}

		private Answer attempt(String path, Map<String, Object> body) throws InterruptedException {
			Instant begin = Instant.now();
			Answer answer = Workload.this.client.post(gateway(), path, body);
			Workload.this.accepted.outcome("POST " + path + " " + answer.status());
			if (answer.status() == 503) {
				Workload.this.accepted.refused(Duration.between(begin, Instant.now()));
			}
			return answer;
		}

		private @Nullable Position position(Answer answer) {
			return Position.parse(answer.body().path("position").asString(""));
		}

		private void socket() throws InterruptedException {
			String conversation = conversation();
			Map<String, Draft> open = new HashMap<>();
			for (int i = 0; i < 5; i++) {
				Draft draft = draft(conversation);
				open.put(draft.messageId(), draft);
			}
			List<JsonNode> answers = Workload.this.client.frames(gateway(),
					"/ws/chats?conversation_id=" + conversation + "&user_id=u0",
					open.values().stream().map(Draft::json).toList());
			for (JsonNode answer : answers) {
				Workload.this.accepted.outcome("WS frame " + answer.path("type").asString("?"));
				Draft draft = open.remove(answer.path("message_ids").path(0).asString(""));
				if (draft != null) {
					Workload.this.accepted
						.message(draft.accepted(Position.parse(answer.path("position").asString(""))));
				}
			}
			for (Draft unanswered : open.values()) {
				single(unanswered);
			}
		}

		/**
		 * Straight into the log, with a clock that is wrong and sometimes without a key.
		 */
		private void direct(boolean misfiled) throws InterruptedException {
			Draft draft = draft();
			Map<String, Object> value = new HashMap<>(draft.json());
			if (this.random.nextBoolean()) {
				value.put("timestamp", Instant.now().plusSeconds(this.random.nextInt(-86_400, 86_400)).toString());
			}
			RecordMetadata metadata = send(misfiled ? null : draft.conversationId(), Json.bytes(value));
			if (metadata != null) {
				Workload.this.accepted
					.message(draft.accepted(misfiled ? null : new Position(metadata.partition(), metadata.offset())));
			}
		}

		private void tombstone() throws InterruptedException {
			String conversation = conversation();
			RecordMetadata metadata = send(conversation, null);
			if (metadata != null) {
				Workload.this.accepted.change(new Accepted.Change("conversation.deleted", conversation,
						new Position(metadata.partition(), metadata.offset())));
			}
		}

		private @Nullable RecordMetadata send(@Nullable String key, byte @Nullable [] value)
				throws InterruptedException {
			try {
				RecordMetadata metadata = Workload.this.producer
					.send(new ProducerRecord<>(TOPIC, (key != null) ? key.getBytes(StandardCharsets.UTF_8) : null,
							value))
					.get();
				Workload.this.accepted.outcome("direct taken");
				return metadata;
			}
			catch (ExecutionException ex) {
				Workload.this.accepted.outcome("direct refused");
				return null;
			}
		}

		/** Something said before, perhaps erased since, comes once more. */
		private void again() throws InterruptedException {
			if (!this.said.isEmpty()) {
				List<Draft> all = List.copyOf(this.said);
				single(all.get(this.random.nextInt(all.size())));
			}
		}

		private void erase() throws InterruptedException {
			change("DELETE", "conversation.deleted", "/chats/" + conversation());
		}

		private void change(String method, String type, String path) throws InterruptedException {
			Member to = path.endsWith("/end") ? gateway() : Workload.this.cluster.query();
			Answer answer = method.equals("DELETE") ? Workload.this.client.delete(to, path)
					: Workload.this.client.post(to, path, Map.of());
			Workload.this.accepted.outcome(type + " " + answer.status());
			if (answer.status() / 100 == 2 && answer.position() != null) {
				Workload.this.accepted.change(new Accepted.Change(type, path.split("/")[2], answer.position()));
			}
		}

		private void summarize() throws InterruptedException {
			Answer answer = Workload.this.client.post(gateway(), "/chats/summarize", Map.of("conversation_id",
					conversation(), "summary_type", this.random.nextBoolean() ? "brief" : "detailed"));
			Workload.this.accepted.outcome("POST /chats/summarize " + answer.status());
		}

		private void chat() throws InterruptedException {
			Draft draft = draft();
			Answer answer = Workload.this.client.post(gateway(), "/chat",
					Map.of("input", draft.content(), "conversation_id", draft.conversationId(), "user_id",
							draft.userId(), "message_id", draft.messageId()));
			Workload.this.accepted.outcome("POST /chat " + answer.status());
			if (answer.status() == 200) {
				Workload.this.accepted.message(draft.accepted(answer.position()));
				Workload.this.accepted.reply(new Accepted.Reply(draft.conversationId(), draft.messageId()));
			}
		}

		private void read() throws InterruptedException {
			Answer answer = Workload.this.client.get(Workload.this.cluster.query(), "/chats/" + conversation());
			Workload.this.accepted.outcome("GET /chats " + answer.status());
		}

	}

}
