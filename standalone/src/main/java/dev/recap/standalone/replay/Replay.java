package dev.recap.standalone.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.recap.standalone.replay.RecapClient.Answer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import tools.jackson.databind.JsonNode;

/** Sends a file of conversations to the gateway and says what came of it. */
public final class Replay {

	private static final String USAGE = """
			Usage: replay FILE [URL]
			URL is http://localhost:8000 unless given. Where callers are asked who they are, put an API key with the scopes
			ingest and read into RECAP_API_KEY.""";

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final int IN_FLIGHT = 8;

	private static final int SHOWN = 3;

	private final RecapClient client;

	private final PrintStream out;

	private final Map<Integer, String> problems = new ConcurrentSkipListMap<>();

	private final Map<String, String> positions = new ConcurrentHashMap<>();

	private final AtomicLong accepted = new AtomicLong();

	private Replay(RecapClient client, PrintStream out) {
		this.client = client;
		this.out = out;
	}

	/**
	 * Replays.
	 * @param arguments the file, and where Recap answers
	 * @return 0 when everything was taken and summarized, else 1; 2 when it could not
	 * start
	 */
	public static int run(String[] arguments, PrintStream out) {
		if (arguments.length < 1 || arguments.length > 2) {
			out.println(USAGE);
			return 2;
		}
		URI origin = URI.create((arguments.length > 1) ? arguments[1] : "http://localhost:8000");
		try {
			return new Replay(new RecapClient(origin, System.getenv("RECAP_API_KEY"), PATIENCE), out)
				.replay(Path.of(arguments[0]));
		}
		catch (NoSuchFileException ex) {
			out.println("There is no file " + ex.getFile());
		}
		catch (ConnectException ex) {
			out.println("Nothing answers at " + origin + ": start Recap first");
		}
		catch (IOException ex) {
			out.println("The replay broke off: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return 2;
	}

	private int replay(Path file) throws IOException, InterruptedException {
		this.client.reach();
		long begun = System.nanoTime();
		send(file);
		double sent = seconds(begun);
		this.out.printf(Locale.ROOT, "%,d messages taken in %.1f s (%,.0f a second)%n", this.accepted.get(), sent,
				this.accepted.get() / sent);
		boolean complete = await(begun);
		this.problems.forEach((line, problem) -> this.out.printf("Line %d %s%n", line, problem));
		return (complete && this.problems.isEmpty()) ? 0 : 1;
	}

	private void send(Path file) throws IOException, InterruptedException {
		Semaphore inFlight = new Semaphore(IN_FLIGHT);
		Map<String, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
		try (ProgressBar bar = bar("Sending", Files.size(file), "KiB", 1024);
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			new ConversationFile(file).read((batch) -> {
				inFlight.acquireUninterruptibly();
				CompletableFuture<Void> before = last.getOrDefault(batch.conversationId(),
						CompletableFuture.completedFuture(null));
				last.put(batch.conversationId(),
						before.thenRunAsync(() -> post(batch), threads).whenComplete((v, ex) -> {
							inFlight.release();
							bar.stepBy(batch.body().length);
						}));
			}, this.problems::put);
			for (CompletableFuture<Void> each : last.values()) {
				each.join();
			}
			bar.stepTo(bar.getMax());
		}
	}

	private void post(Batch batch) {
		try {
			Answer answer = this.client.post(batch);
			if (answer.ok()) {
				this.accepted.addAndGet(answer.body().path("inserted_count").asLong(0));
				this.positions.put(batch.conversationId(), String.valueOf(answer.position()));
			}
			else {
				this.problems.put(batch.line(), "was refused with " + answer.error());
			}
		}
		catch (IOException ex) {
			this.problems.put(batch.line(), "was not taken: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean await(long begun) throws IOException, InterruptedException {
		long stored = 0;
		int summarized = 0;
		List<String> ids = this.positions.keySet().stream().sorted().toList();
		try (ProgressBar bar = bar("Summarizing", ids.size(), "conversations", 1)) {
			for (String id : ids) {
				stored += this.client.conversation(id, this.positions.get(id)).body().path("total_messages").asLong(0);
				summarized += summarized(id) ? 1 : 0;
				bar.step();
			}
		}
		this.out.printf(Locale.ROOT, "%,d messages stored in %,d conversations, %,d of them summarized, after %.1f s%n",
				stored, ids.size(), summarized, seconds(begun));
		for (String id : ids.subList(0, Math.min(SHOWN, ids.size()))) {
			show(id);
		}
		return summarized == ids.size();
	}

	private boolean summarized(String id) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < deadline) {
			if (!this.client.summaries(id).body().path("summaries").isEmpty()) {
				return true;
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		return false;
	}

	private void show(String id) throws IOException, InterruptedException {
		JsonNode conversation = this.client.conversation(id, null).body();
		this.out.printf("%n%s: %s%n  %s%n", id, conversation.path("title").asString("(no title)"),
				conversation.path("summary").asString("(too little was said)"));
	}

	private ProgressBar bar(String task, long max, String unit, long unitSize) {
		return new ProgressBarBuilder().setTaskName(task).setInitialMax(max).setUnit(" " + unit, unitSize).build();
	}

	private static double seconds(long begun) {
		return (System.nanoTime() - begun) / 1e9;
	}

}
