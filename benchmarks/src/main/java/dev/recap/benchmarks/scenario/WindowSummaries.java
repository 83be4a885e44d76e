package dev.recap.benchmarks.scenario;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.recap.benchmarks.load.Latencies;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;
import dev.recap.schema.Json;
import dev.recap.schema.store.SummaryDocument;
import dev.recap.schema.summary.SummaryRequest;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.Document;

/** How long after its closing a window's summary is stored. */
final class WindowSummaries implements Scenario {

	private static final String REQUESTS = "summary-requests";

	private static final long PAUSE_MILLIS = 100;

	private int conversations;

	@Override
	public String name() {
		return "summary";
	}

	@Override
	public String does() {
		return "conversations of five messages end; from the closing of each window until its summary is stored";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("window closed → summary stored", "recap p99", 300, "ms"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(512);
		Child gateway = lab.gateway(256);
		lab.worker(768, "--recap.worker.roles=window,history,summary");
		MongoClient client = lab.keep(MongoClients.create(lab.mongoUri()));
		KafkaConsumer<byte[], byte[]> requests = lab.keep(consumer(lab.bootstrapServers()));
		int times = scale.of(5, 100);
		Contender recap = new Contender("recap", () -> measure(gateway, requests,
				client.getDatabase("recap").getCollection(SummaryDocument.COLLECTION), times));
		return List.of(recap);
	}

	private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
		KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
				bootstrapServers, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"), new ByteArrayDeserializer(),
				new ByteArrayDeserializer());
		List<TopicPartition> partitions = consumer.partitionsFor(REQUESTS)
			.stream()
			.map((partition) -> new TopicPartition(REQUESTS, partition.partition()))
			.toList();
		consumer.assign(partitions);
		consumer.seekToEnd(partitions);
		partitions.forEach(consumer::position);
		return consumer;
	}

	private Figures measure(Child gateway, KafkaConsumer<byte[], byte[]> requests, MongoCollection<Document> summaries,
			int times) throws Exception {
		Latencies latencies = new Latencies();
		Messages messages = new Messages(12);
		try (PlainHttp http = new PlainHttp(gateway.port())) {
			for (int i = 0; i < times; i++) {
				String conversation = "ended-" + this.conversations++;
				http.post("/chats", messages.batch(conversation, "ann", 5));
				http.post("/conversations/" + conversation + "/end", "{}");
				SummaryRequest request = await(requests, conversation);
				awaitStored(summaries, request.requestId());
				latencies.recordMicros((System.currentTimeMillis() - request.requestedAt().toEpochMilli()) * 1000);
				TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			}
		}
		return Figures.of("p99", latencies.percentile(99), "p50", latencies.percentile(50));
	}

	private static SummaryRequest await(KafkaConsumer<byte[], byte[]> requests, String conversation) {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			for (ConsumerRecord<byte[], byte[]> record : requests.poll(Duration.ofMillis(100))) {
				SummaryRequest request = Json.mapper().readValue(record.value(), SummaryRequest.class);
				if (request.conversationId().equals(conversation)) {
					return request;
				}
				seen.add(request.conversationId());
			}
		}
		throw new IllegalStateException("No window of " + conversation + " closed, only of " + seen);
	}

	private static void awaitStored(MongoCollection<Document> summaries, String id) throws InterruptedException {
		long since = System.nanoTime();
		while (summaries.find(Filters.eq(id)).projection(Projections.include("_id")).first() == null) {
			if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(30)) {
				throw new IllegalStateException("No summary " + id);
			}
			TimeUnit.MILLISECONDS.sleep(1);
		}
	}

}
