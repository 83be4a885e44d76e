package dev.recap.standalone.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.standalone.command.Arguments;
import dev.recap.worker.archive.ArchiveFile;
import dev.recap.worker.archive.ArchiveSettings;
import dev.recap.worker.archive.Bucket;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Lists what lies in the archive bucket, shows it, brings it back and erases it. */
public final class ArchiveCommand {

	private static final String USAGE = """
			Usage: archive list [CONVERSATION-ID]
			       archive show CONVERSATION-ID | KEY
			       archive restore CONVERSATION-ID | KEY ...
			       archive erase CONVERSATION-ID | KEY ...
			A KEY is a file's name in the bucket, as list prints it; a conversation may have several, one for each
			of its lives. Options, also taken from RECAP_ARCHIVE_BUCKET and so on, as the worker has them:
			  --bucket=NAME  --endpoint=URL  --region=NAME  --prefix=TEXT  --path-style
			Options of restore:
			  --bootstrap-servers=HOST:PORT   localhost:9092 unless given
			  --topic=NAME                    chat-messages unless given
			  --client-config=FILE            properties of the Kafka clients, for clusters that ask who you are""";

	private static final Set<String> OPTIONS = Set.of("bootstrap-servers", "topic", "client-config", "bucket",
			"endpoint", "region", "prefix", "path-style");

	private final Arguments arguments;

	private final Bucket bucket;

	private final PrintStream out;

	private ArchiveCommand(Arguments arguments, Bucket bucket, PrintStream out) {
		this.arguments = arguments;
		this.bucket = bucket;
		this.out = out;
	}

	/**
	 * Runs one command.
	 * @return 0 when it did what was asked, 1 when it could not, 2 when it made no sense
	 */
	public static int run(String[] given, PrintStream out) {
		return run(given, System.getenv(), out);
	}

	static int run(String[] given, Map<String, String> environment, PrintStream out) {
		Arguments arguments = Arguments.parse(given, OPTIONS);
		if (arguments == null) {
			out.println(USAGE);
			return 2;
		}
		ArchiveSettings settings = settings(arguments, environment);
		if (!settings.enabled()) {
			out.println("Which bucket? Give --bucket, or set RECAP_ARCHIVE_BUCKET");
			return 2;
		}
		try (Bucket bucket = Bucket.open(settings)) {
			return new ArchiveCommand(arguments, bucket, out).run();
		}
		catch (NoSuchFileException ex) {
			out.println("There is no file " + ex.getFile());
		}
		catch (IOException | UncheckedIOException | KafkaException | SdkException | IllegalArgumentException ex) {
			out.println("It could not be done: " + ex.getMessage());
		}
		return 1;
	}

	/** Options go before the environment, which has them as the worker does. */
	private static ArchiveSettings settings(Arguments arguments, Map<String, String> environment) {
		BinaryOperator<String> setting = (name, otherwise) -> arguments.option(name,
				environment.getOrDefault("RECAP_ARCHIVE_" + name.replace("-", "").toUpperCase(Locale.ROOT), otherwise));
		boolean flag = arguments.has("path-style") && arguments.option("path-style", "").isEmpty();
		return new ArchiveSettings(setting.apply("bucket", ""), setting.apply("endpoint", ""),
				setting.apply("region", "us-east-1"), setting.apply("prefix", "recap/"),
				flag || Boolean.parseBoolean(setting.apply("path-style", "false")), false);
	}

	private int run() throws IOException {
		boolean named = !this.arguments.operands().isEmpty();
		String command = this.arguments.command();
		if (command.equals("list")) {
			return list();
		}
		if (named && command.equals("show")) {
			return forEach(this::show);
		}
		if (named && command.equals("restore")) {
			return forEach(this::restore);
		}
		if (named && command.equals("erase")) {
			return forEach(this::erase);
		}
		this.out.println(USAGE);
		return 2;
	}

	private int list() {
		List<String> operands = this.arguments.operands();
		int files = 0;
		try (Stream<Bucket.Entry> entries = operands.isEmpty() ? this.bucket.all()
				: operands.stream().flatMap(this.bucket::of)) {
			for (Bucket.Entry each : (Iterable<Bucket.Entry>) entries::iterator) {
				this.out.printf("%s  %10d bytes  %s%n", each.at(), each.bytes(), each.key());
				files++;
			}
		}
		this.out.printf("%d files%n", files);
		return 0;
	}

	/** Something to do with a file. */
	@FunctionalInterface
	private interface Action {

		void take(String key) throws IOException;

	}

	private int forEach(Action action) throws IOException {
		boolean complete = true;
		for (String operand : this.arguments.operands()) {
			List<String> keys = keys(operand);
			if (keys.isEmpty()) {
				this.out.println("Nothing of " + operand + " is archived");
				complete = false;
			}
			for (String key : keys) {
				action.take(key);
			}
		}
		return complete ? 0 : 1;
	}

	/** An id has no slash, a key has one. */
	private List<String> keys(String operand) {
		return (operand.indexOf('/') >= 0) ? List.of(operand) : this.bucket.of(operand).map(Bucket.Entry::key).toList();
	}

	private void show(String key) throws IOException {
		Shown shown = new Shown();
		try (InputStream in = this.bucket.get(key)) {
			ArchiveFile.read(in, shown);
		}
		this.out.println(key);
		this.out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown.header));
		this.out.printf("%d messages, %d summaries and items%n", shown.messages, shown.others);
	}

	private void restore(String key) throws IOException {
		try (InputStream in = this.bucket.get(key);
				Restoration restoration = new Restoration(this.arguments.clients(),
						this.arguments.option("topic", "chat-messages"))) {
			ArchiveFile.read(in, restoration);
			this.out.println(restoration.finish());
		}
	}

	private void erase(String key) {
		this.bucket.delete(key);
		this.out.println(key + " is erased");
	}

	/** What show prints. */
	private static final class Shown implements ArchiveFile.Content {

		private ArchiveFile.@Nullable Header header;

		private int messages;

		private int others;

		@Override
		public void header(ArchiveFile.Header given) {
			this.header = given;
		}

		@Override
		public void message(MessagePosted message) {
			this.messages++;
		}

		@Override
		public void other(String type, String line) {
			this.others++;
		}

	}

}
