package dev.recap.faults;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.recap.gateway.GatewayApplication;
import dev.recap.query.QueryApplication;
import dev.recap.worker.WorkerApplication;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

import static org.awaitility.Awaitility.await;

/** Recap as it runs in production, each part in a process of its own. */
final class Cluster implements AutoCloseable {

	/** Each service sees what its own pom gives it, as its own jar would. */
	private static final Map<String, Pattern> HIDDEN = Map.of("gateway",
			Pattern.compile("(summarizer-worker|query-api|standalone)/target|mongo|langchain4j|kafka_2|opennlp"),
			"worker",
			Pattern.compile("(ingest-gateway|query-api|standalone)/target|mongo-java|mongodb-driver-r|kafka_2"),
			"query",
			Pattern.compile("(ingest-gateway|summarizer-worker|standalone)/target|mongo-java|kafka_2|langchain4j"));

	private static final int PARTITIONS = 6;

	private final Path folder;

	private final Path output;

	private final Ports ports = new Ports();

	private final List<Member> brokers = new ArrayList<>();

	private final Member mongo;

	private final List<Member> gateways = new ArrayList<>();

	private final List<Member> workers = new ArrayList<>();

	private final Member query;

	private final List<String> settings = new ArrayList<>();

	/**
	 * A cluster that is not running yet.
	 * @param folder where its data lies
	 * @param output where what its processes print goes
	 * @param model where the model answers
	 */
	Cluster(Path folder, Path output, String model) throws IOException {
		this.folder = Files.createDirectories(folder);
		this.output = Files.createDirectories(output);
		addBrokers();
		int mongoPort = this.ports.next();
		this.mongo = member("mongo", mongoPort, false, 768, MongoMain.class, "",
				List.of(folder.resolve("mongo").toString(), String.valueOf(mongoPort)));
		this.settings.addAll(common());
		for (int i = 1; i <= 2; i++) {
			this.gateways
				.add(service("gateway", i, 256, GatewayApplication.class, List.of("--recap.rooms.instance=gateway-" + i,
						"--recap.assistant.reply-timeout=20s", "--recap.on-demand.timeout=10s")));
			this.workers.add(service("worker", i, 512, WorkerApplication.class, worker(i, model)));
		}
		this.query = service("query", 1, 256, QueryApplication.class, List.of());
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	private void addBrokers() {
		int[] controllers = { this.ports.next(), this.ports.next(), this.ports.next() };
		String voters = "1@127.0.0.1:" + controllers[0] + ",2@127.0.0.1:" + controllers[1] + ",3@127.0.0.1:"
				+ controllers[2];
		for (int i = 1; i <= 3; i++) {
			int port = this.ports.next();
			this.brokers.add(member("broker-" + i, port, false, 384, BrokerMain.class, "",
					List.of(this.folder.resolve("broker-" + i).toString(), String.valueOf(i), String.valueOf(port),
							String.valueOf(controllers[i - 1]), voters)));
		}
	}

	private List<String> common() {
		return List.of("--server.address=127.0.0.1", "--spring.kafka.bootstrap-servers=" + bootstrapServers(),
				"--spring.mongodb.uri=" + mongoUri(), "--recap.topics.partitions=" + PARTITIONS,
				"--recap.topics.replication=3", "--logging.level.org.apache.kafka=warn",
				"--logging.level.org.mongodb=warn", "--recap.rate.anonymous=1000000", "--recap.rate.model=1000000",
				"--recap.rate.socket=1000000", "--recap.rate.sockets=10000");
	}

	private List<String> worker(int number, String model) {
		return List.of("--recap.window.idle=3s", "--recap.window.min-interval=2s",
				"--recap.window.state-dir=" + this.folder.resolve("streams-" + number), "--recap.summary.model=stub",
				"--recap.summary.base-url=" + model, "--recap.summary.timeout=5s", "--recap.summary.redo=3s",
				"--recap.summary.members=3", "--recap.assistant.members=2", "--recap.assistant.model=stub",
				"--recap.assistant.base-url=" + model, "--recap.assistant.connect-timeout=5s",
				"--recap.assistant.stall-timeout=5s");
	}

	private Member service(String kind, int number, int megabytes, Class<?> main, List<String> own) {
		int port = this.ports.next();
		List<String> arguments = Stream.of(List.of("--server.port=" + port), this.settings, own)
			.flatMap(List::stream)
			.toList();
		return member(kind + "-" + number, port, true, megabytes, main, kind, arguments);
	}

	private Member member(String name, int port, boolean http, int megabytes, Class<?> main, String kind,
			List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + megabytes + "m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
						"--enable-native-access=ALL-UNNAMED", "-cp", classPath(kind), ChildMain.class.getName(),
						main.getName()));
		command.addAll(arguments);
		return new Member(name, port, http, command, this.output.resolve(name + ".log"));
	}

	private static String classPath(String kind) {
		Pattern hidden = HIDDEN.getOrDefault(kind, Pattern.compile("/nothing/"));
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !hidden.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/** Starts the servers, which everything else needs. */
	void startServers() {
		this.brokers.forEach(Member::start);
		this.mongo.start();
		this.brokers.forEach(Member::awaitReady);
		this.mongo.awaitReady();
		try (Admin admin = admin()) {
			await("three brokers").atMost(Duration.ofSeconds(90))
				.ignoreExceptions()
				.until(() -> admin.describeCluster().nodes().get().size() == 3);
		}
	}

	/** Starts the services that take messages in. */
	void startGateways() {
		startAll(this.gateways);
	}

	/** Starts the services that work on messages; two at a time, they are many. */
	void startRest() {
		startAll(List.of(this.workers.getFirst(), this.query));
		startAll(List.of(this.workers.getLast()));
	}

	private static void startAll(List<Member> members) {
		members.forEach(Member::start);
		members.forEach(Member::awaitReady);
	}

	List<Member> brokers() {
		return this.brokers;
	}

	List<Member> gateways() {
		return this.gateways;
	}

	List<Member> workers() {
		return this.workers;
	}

	Member mongo() {
		return this.mongo;
	}

	Member query() {
		return this.query;
	}

	List<Member> all() {
		return Stream.of(this.gateways, this.workers, List.of(this.query), this.brokers, List.of(this.mongo))
			.flatMap(List::stream)
			.toList();
	}

	/** The broker that leads a partition now. */
	Member leader(String topic, int partition) throws InterruptedException {
		try (Admin admin = admin()) {
			int id = admin.describeTopics(List.of(topic))
				.topicNameValues()
				.get(topic)
				.get()
				.partitions()
				.get(partition)
				.leader()
				.id();
			return this.brokers.get(id - 1);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String bootstrapServers() {
		return this.brokers.stream().map((broker) -> "127.0.0.1:" + broker.port()).collect(Collectors.joining(","));
	}

	String mongoUri() {
		return "mongodb://127.0.0.1:" + this.mongo.port() + "/recap?w=majority";
	}

	Admin admin() {
		return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
	}

	@Override
	public void close() {
		all().forEach(Member::kill);
	}

}
