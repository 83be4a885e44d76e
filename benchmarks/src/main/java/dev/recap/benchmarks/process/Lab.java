package dev.recap.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Starts what a scenario needs, each part as a process of its own, on the loopback
 * interface.
 */
public final class Lab implements AutoCloseable {

	private static final List<String> JVM = List.of("-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError",
			"--enable-native-access=ALL-UNNAMED");

	/** They are on, and never reached. */
	private static final List<String> WIDE_LIMITS = List.of("--recap.rate.authenticated=2000000000",
			"--recap.rate.anonymous=2000000000", "--recap.rate.model=2000000000", "--recap.rate.socket=100000000",
			"--recap.rate.sockets=100000");

	private static final Pattern PERFORMANCE = Pattern.compile("([\\d.]+) records/sec");

	private static final String PERFORMANCE_TOPIC = "performance";

	/** As many as Recap's topics have. */
	private static final int PARTITIONS = 12;

	private final Path root;

	private final Path folder;

	private final Path output;

	private final boolean profiled;

	private final Deque<Child> children = new ArrayDeque<>();

	private final Deque<AutoCloseable> kept = new ArrayDeque<>();

	private String bootstrapServers = "";

	private String mongoUri = "";

	/**
	 * A lab in which nothing runs yet.
	 * @param root the project's folder, where the services' jars are
	 * @param folder for data and outputs; it is emptied
	 * @param profiled whether the services are recorded by JFR
	 */
	public Lab(Path root, Path folder, boolean profiled) {
		this.root = root;
		this.folder = folder;
		this.output = folder.resolveSibling(folder.getFileName() + "-output");
		this.profiled = profiled;
		try {
			empty(folder);
			Files.createDirectories(folder);
			Files.createDirectories(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this::close));
	}

	public String bootstrapServers() {
		return this.bootstrapServers;
	}

	public String mongoUri() {
		return this.mongoUri;
	}

	/** A Kafka broker with the settings of the embedded run. */
	public Child broker() {
		int port = freePort();
		this.bootstrapServers = "127.0.0.1:" + port;
		Child broker = add(main("broker", port, 768, BrokerMain.class, this.folder.resolve("kafka").toString(),
				String.valueOf(port)))
			.awaitPort();
		createTopic();
		return broker;
	}

	private void createTopic() {
		try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, this.bootstrapServers))) {
			admin.createTopics(List.of(new NewTopic(PERFORMANCE_TOPIC, PARTITIONS, (short) 1))).all().get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** A server that speaks MongoDB's protocol, journaled as in the embedded run. */
	public Child mongo(int megabytes) {
		int port = freePort();
		this.mongoUri = "mongodb://127.0.0.1:" + port + "/recap";
		return add(main("mongo", port, megabytes, MongoMain.class, freshFolder("mongodb").toString(),
				String.valueOf(port)))
			.awaitPort();
	}

	/** The bare Reactor Netty endpoint that reads JSON and drops it. */
	public Child bare() {
		int port = freePort();
		return add(main("bare", port, 256, BareMain.class, String.valueOf(port))).awaitPort();
	}

	/** A language model that answers at once, or in deltas that say when they left. */
	public Child model() {
		int port = freePort();
		return add(main("model", port, 128, ModelMain.class, String.valueOf(port))).awaitPort();
	}

	/** The earlier APIs' stack; empty when its packages are not installed. */
	public Optional<Child> fastApi() {
		List<String> python = List.of("/usr/bin/python3", "-c", "import fastapi, uvicorn, motor.motor_asyncio");
		try {
			Commands.run(python);
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			return Optional.empty();
		}
		int port = freePort();
		Path app = this.root.resolve("benchmarks/src/main/python");
		List<String> command = List.of("/usr/bin/env", "MONGODB_URI=" + this.mongoUri, "/usr/bin/python3", "-m",
				"uvicorn", "--app-dir", app.toString(), "--host", "127.0.0.1", "--port", String.valueOf(port),
				"--workers", String.valueOf(Runtime.getRuntime().availableProcessors()), "--no-access-log",
				"--log-level", "warning", "app:app");
		return Optional.of(add(Child.start("fastapi", port, log("fastapi"), command)).awaitHealth());
	}

	public Child gateway(int megabytes, String... settings) {
		return service("ingest-gateway", megabytes, settings).awaitHealth();
	}

	public Child worker(int megabytes, String... settings) {
		return service("summarizer-worker", megabytes, settings).awaitHealth();
	}

	public Child query(int megabytes, String... settings) {
		return service("query-api", megabytes, settings).awaitHealth();
	}

	/** One of the services, as its jar runs it; it may not be ready yet. */
	public Child service(String name, int megabytes, String... settings) {
		return add(serviceOn(List.of(), name, megabytes, settings));
	}

	/** A worker bound to one core. */
	public Child workerOnOneCore(int megabytes, String... settings) {
		return add(serviceOn(List.of("taskset", "-c", "0"), "summarizer-worker", megabytes, settings)).awaitHealth();
	}

	/**
	 * Makes an application ready to start as it does from its image: extracted, and with
	 * what the virtual machine learned in a run that makes every bean and ends.
	 * @return what {@code java} is to be told
	 */
	public List<String> train(String name, int megabytes) {
		Path app = freshFolder(name);
		Commands.run(List.of(Commands.jdk("java"), "-Djarmode=tools", "-jar", jar(name).toString(), "extract",
				"--destination", app.toString(), "--force"));
		String jar = app.resolve(jar(name).getFileName()).toString();
		Path cache = app.resolve("service.aot");
		List<String> training = new ArrayList<>(javaIn(megabytes));
		training.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-Dspring.context.exit=onRefresh", "-jar", jar));
		Commands.run(training);
		return List.of("-XX:AOTCache=" + cache, "-jar", jar);
	}

	/** What {@code java} is to be told to run the packaged jar of an application. */
	public List<String> packaged(String name) {
		return List.of("-jar", jar(name).toString());
	}

	/** Starts a service and says how long it took until it was ready. */
	public double secondsToStart(String name, int megabytes, List<String> application) {
		try (Child child = serviceOn(List.of(), name, megabytes, application)) {
			return child.awaitHealth().age().toMillis() / 1000.0;
		}
	}

	/** Starts everything in one process and says how long it took until it was ready. */
	public double secondsToStartStandalone() {
		int port = freePort();
		List<String> command = new ArrayList<>(List.of(Commands.jdk("java"), "-Xmx1g", "-jar",
				jar("standalone").toString(), "--server.port=" + port, "--recap.standalone.kafka-port=" + freePort(),
				"--recap.standalone.folder=" + freshFolder("standalone")));
		try (Child child = Child.start("standalone", port, log("standalone"), command)) {
			return child.awaitHealth().age().toMillis() / 1000.0;
		}
	}

	private static List<String> javaIn(int megabytes) {
		List<String> command = new ArrayList<>(
				List.of(Commands.jdk("java"), "-Xms" + megabytes + "m", "-Xmx" + megabytes + "m"));
		command.addAll(JVM);
		return command;
	}

	private Child serviceOn(List<String> prefix, String name, int megabytes, String... settings) {
		return serviceOn(prefix, name, megabytes, packaged(name), settings);
	}

	private Child serviceOn(List<String> prefix, String name, int megabytes, List<String> application,
			String... settings) {
		int port = freePort();
		List<String> command = new ArrayList<>(prefix);
		command.addAll(javaIn(megabytes));
		command.addAll(profiling(name));
		command.addAll(application);
		command.addAll(List.of("--server.address=127.0.0.1", "--server.port=" + port,
				"--spring.kafka.bootstrap-servers=" + this.bootstrapServers,
				"--spring.mongodb.uri=" + this.mongoUri + "?w=majority", "--logging.level.org.apache.kafka=warn",
				"--logging.level.org.mongodb=warn", "--recap.window.state-dir=" + freshFolder("streams")));
		command.addAll(WIDE_LIMITS);
		command.addAll(List.of(settings));
		return Child.start(name, port, log(name), command);
	}

	private List<String> profiling(String name) {
		if (!this.profiled) {
			return List.of();
		}
		Path file = this.output.resolve(name + "-" + System.currentTimeMillis() + ".jfr");
		return List.of("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file);
	}

	/** The rate of Kafka's own measurement, in records of 300 bytes a second. */
	public double producerPerformance(long records) {
		String printed = Commands.run(javaCommand(256, "org.apache.kafka.tools.ProducerPerformance", "--topic",
				PERFORMANCE_TOPIC, "--num-records", String.valueOf(records), "--record-size", "300", "--throughput",
				"-1", "--bootstrap-server", this.bootstrapServers, "--command-property", "acks=all",
				"--command-property", "compression.type=lz4", "--command-property", "linger.ms=5"));
		Matcher matcher = PERFORMANCE.matcher(printed);
		double rate = -1;
		// The last line says it of all of them.
		while (matcher.find()) {
			rate = Double.parseDouble(matcher.group(1));
		}
		if (rate < 0) {
			throw new IllegalStateException("ProducerPerformance printed no rate: " + printed);
		}
		return rate;
	}

	/** What a main class of ours prints on one core. */
	public String onOneCore(Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(List.of("taskset", "-c", "0"));
		command.addAll(javaCommand(1024, main.getName(), arguments));
		return Commands.run(command);
	}

	private Child main(String name, int port, int megabytes, Class<?> main, String... arguments) {
		return Child.start(name, port, log(name), javaCommand(megabytes, main.getName(), arguments));
	}

	private static List<String> javaCommand(int megabytes, String main, String... arguments) {
		List<String> command = new ArrayList<>(List.of(Commands.jdk("java"), "-Xmx" + megabytes + "m"));
		command.addAll(JVM);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
		command.addAll(List.of(arguments));
		return command;
	}

	private Path jar(String module) {
		Path target = this.root.resolve(module).resolve("target");
		try (Stream<Path> files = Files.list(target)) {
			return files.filter((file) -> file.getFileName().toString().endsWith("-exec.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("No executable jar in " + target + ": package first"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path freshFolder(String name) {
		try {
			return Files.createTempDirectory(this.folder, name + "-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path log(String name) {
		return this.output.resolve(name + ".log");
	}

	/** Closes something of the scenario's when it is over. */
	public <T extends AutoCloseable> T keep(T resource) {
		this.kept.push(resource);
		return resource;
	}

	private Child add(Child child) {
		this.children.push(child);
		return child;
	}

	private static void closeQuietly(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			System.err.println("Not closed: " + ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void empty(Path folder) throws IOException {
		if (!Files.exists(folder)) {
			return;
		}
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
	}

	/** Ends what runs, the latest first. */
	@Override
	public synchronized void close() {
		while (!this.kept.isEmpty()) {
			closeQuietly(this.kept.pop());
		}
		while (!this.children.isEmpty()) {
			this.children.pop().close();
		}
		try {
			empty(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
