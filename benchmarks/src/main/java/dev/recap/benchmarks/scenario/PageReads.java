package dev.recap.benchmarks.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.recap.benchmarks.load.HttpLoad;
import dev.recap.benchmarks.load.Messages;
import dev.recap.benchmarks.load.Requests;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;
import dev.recap.schema.Json;
import org.bson.Document;
import tools.jackson.databind.JsonNode;

/** Pages of a long conversation and of a user's conversations. */
final class PageReads implements Scenario {

	private static final int CONNECTIONS = 16;

	private static final int PAGE = 50;

	private static final int LARGEST_PAGE = 1000;

	/** The reader's conversations beside the long one. */
	private static final int OTHERS = 200;

	@Override
	public String name() {
		return "pages";
	}

	@Override
	public String does() {
		return "first and last pages of a conversation and a user's list, of 10^4 (--full: and 10^6) messages; FastAPI beside it";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atLeast("GET /chats/{id}, page of 50", "recap page", "fastapi page", 3, "requests/s"),
				Goal.atLeast("GET /users/{id}/chats", "recap list", "fastapi list", 3, "requests/s"),
				Goal.atLeast("last page by cursor", "recap last", "recap page", 0.8, "requests/s"),
				Goal.atLeast("page of 50 among 10^6 messages", "million page", "recap page", 0.8, "requests/s"),
				Goal.atLeast("page 10,000 by cursor", "million last", "million page", 0.8, "requests/s"),
				Goal.atLeast("user's list among 10^6 messages", "million list", "recap list", 0.8, "requests/s"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(scale.of(1024, 2048, 8192));
		lab.worker(768, "--recap.worker.roles=history");
		Child query = lab.query(384);
		MongoClient client = lab.keep(MongoClients.create(lab.mongoUri()));
		Backlog backlog = lab.keep(new Backlog(lab.bootstrapServers(), Backlog.TOPIC));
		int few = scale.of(1000, 10_000);
		List<Contender> contenders = new ArrayList<>();
		contenders.add(recap("recap", few, backlog, client.getDatabase("recap"), query, scale));
		Optional<Child> fastApi = lab.fastApi();
		if (fastApi.isPresent()) {
			insert(client.getDatabase("fastapi"), few);
			contenders.add(fastApi(fastApi.get(), scale));
		}
		if (scale.size() == Scale.Size.FULL) {
			contenders.add(recap("million", 1_000_000, backlog, client.getDatabase("recap"), query, scale));
		}
		return contenders;
	}

	private static Contender recap(String name, int messages, Backlog backlog, MongoDatabase database, Child query,
			Scale scale) throws IOException, InterruptedException {
		backlog.write(messages / 2, name + "-long-", 1, "writer-" + name);
		backlog.write(messages / 2, name + "-other-", OTHERS, "reader-" + name);
		backlog.awaitEnd(() -> Backlog.applied(database));
		String path = "/chats/" + name + "-long-0?limit=" + PAGE;
		String cursor = lastCursor(query, "/chats/" + name + "-long-0", messages / 2);
		List<Read> reads = new ArrayList<>(List.of(new Read("page", path), new Read("last", path + "&cursor=" + cursor),
				new Read("list", "/users/reader-" + name + "/chats")));
		return new Contender(name, () -> {
			// The first of them meets a machine that has rested.
			Collections.rotate(reads, 1);
			Figures all = new Figures(Map.of());
			for (Read read : reads) {
				all = all.and(Figures.of(read.name(), rate(query, read.path(), scale)));
			}
			return all;
		});
	}

	private record Read(String name, String path) {
	}

	private static double rate(Child server, String path, Scale scale) {
		return HttpLoad.closed(server.port(), CONNECTIONS, Requests.gets(List.of(path)), scale.third())
			.requireGood(path)
			.rate();
	}

	/** The cursor of the last whole page, found by going through all before it. */
	private static String lastCursor(Child query, String path, int messages) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			String cursor = "";
			for (int left = messages - PAGE; left > 0; left -= Math.min(left, LARGEST_PAGE)) {
				String limit = "?limit=" + Math.min(left, LARGEST_PAGE);
				JsonNode page = get(client, query, path + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
				cursor = page.path("next_cursor").stringValue();
			}
			return cursor;
		}
	}

	private static JsonNode get(HttpClient client, Child query, String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + query.port() + path)).build();
		HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IOException(path + ": " + response.statusCode() + " " + response.body());
		}
		return Json.mapper().readTree(response.body());
	}

	private static Contender fastApi(Child server, Scale scale) {
		return new Contender("fastapi", () -> Figures.of("page", rate(server, "/chats/long?limit=" + PAGE, scale),
				"list", rate(server, "/users/reader/chats", scale)));
	}

	/** The same messages as the other stack stores them. */
	private static void insert(MongoDatabase database, int count) {
		Messages messages = new Messages(10);
		long now = TimeUnit.SECONDS.toMillis(Instant.now().getEpochSecond());
		List<Document> documents = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			boolean isLong = i < count / 2;
			documents.add(new Document("conversation_id", isLong ? "long" : "other-" + i % OTHERS)
				.append("user_id", isLong ? "writer" : "reader")
				.append("message", messages.text())
				.append("timestamp", new Date(now + i)));
		}
		database.getCollection("chats").insertMany(documents);
	}

}
