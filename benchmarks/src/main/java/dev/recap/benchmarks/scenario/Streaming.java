package dev.recap.benchmarks.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.recap.benchmarks.load.Latencies;
import dev.recap.benchmarks.process.Child;
import dev.recap.benchmarks.process.Lab;
import dev.recap.benchmarks.process.ModelMain;
import dev.recap.benchmarks.round.Contender;
import dev.recap.benchmarks.round.Figures;
import dev.recap.benchmarks.table.Goal;

/** How much later than from the model itself each piece of an answer comes. */
final class Streaming implements Scenario {

	private static final int STREAMS = 4;

	private static final Pattern LEFT_AT = Pattern.compile("<(\\d+)>");

	@Override
	public String name() {
		return "streaming";
	}

	@Override
	public String does() {
		return "POST /chat with stream:true, 4 at once, of a model whose deltas say when they left it";
	}

	@Override
	public List<Goal> goals() {
		return List.of(Goal.atMost("delay added to each delta", "recap p99", 20, "ms"));
	}

	@Override
	public List<Contender> start(Lab lab, Scale scale) throws Exception {
		lab.broker();
		lab.mongo(512);
		Child model = lab.model();
		Child gateway = lab.gateway(256);
		lab.worker(512, "--recap.worker.roles=history,assistant", "--recap.assistant.model=stub",
				"--recap.assistant.base-url=http://127.0.0.1:" + model.port() + "/v1");
		int answers = scale.of(1, 4);
		Contender recap = new Contender("recap", () -> listen(gateway, answers));
		return List.of(recap);
	}

	private static Figures listen(Child gateway, int answers) throws Exception {
		Latencies latencies = new Latencies();
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> streams = IntStream.range(0, STREAMS)
				.mapToObj((i) -> threads.submit(() -> listen(client, gateway, answers, latencies)))
				.toList();
			for (Future<Integer> stream : streams) {
				if (stream.get() < answers * ModelMain.DELTAS) {
					throw new IllegalStateException("Only " + stream.get() + " deltas came");
				}
			}
		}
		return Figures.of("p99", latencies.percentile(99), "p50", latencies.percentile(50));
	}

	private static int listen(HttpClient client, Child gateway, int answers, Latencies latencies)
			throws IOException, InterruptedException {
		int deltas = 0;
		for (int i = 0; i < answers; i++) {
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/chat"))
				.header("Content-Type", "application/json")
				.header("Accept", "text/event-stream")
				.POST(HttpRequest.BodyPublishers.ofString("{\"input\":\"Go on\",\"user_id\":\"ann\",\"stream\":true}"))
				.build();
			try (Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
				deltas += lines.filter((line) -> line.contains("\"delta\""))
					.mapToInt((line) -> record(line, latencies))
					.sum();
			}
		}
		return deltas;
	}

	private static int record(String line, Latencies latencies) {
		long now = System.nanoTime();
		int found = 0;
		Matcher matcher = LEFT_AT.matcher(line);
		while (matcher.find()) {
			synchronized (latencies) {
				latencies.record(Long.parseLong(matcher.group(1)), now);
			}
			found++;
		}
		return found;
	}

}
