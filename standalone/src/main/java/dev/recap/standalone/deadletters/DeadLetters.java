package dev.recap.standalone.deadletters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.recap.schema.Timestamps;
import dev.recap.schema.topic.Position;
import dev.recap.standalone.command.Arguments;
import dev.recap.standalone.deadletters.DeadLetterTopic.Contents;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Lists what lies in the dead-letter topic, shows it, and publishes it again. */
public final class DeadLetters {

	private static final String USAGE = """
			Usage: dead-letters list
			       dead-letters show POSITION...
			       dead-letters republish POSITION... | --all   [--value=FILE] [--to=TOPIC] [--again]
			A POSITION is PARTITION:OFFSET in the dead-letter topic, as list prints it. Options of all three:
			  --bootstrap-servers=HOST:PORT   localhost:9092 unless given
			  --topic=NAME                    chat-messages-dlt unless given
			  --client-config=FILE            properties of the Kafka clients, for clusters that ask who you are""";

	private static final Set<String> OPTIONS = Set.of("bootstrap-servers", "topic", "client-config", "value", "to",
			"all", "again");

	private static final int SHOWN_BYTES = 4096;

	private static final int SHOWN_REASON = 100;

	private final Arguments arguments;

	private final DeadLetterTopic topic;

	private final PrintStream out;

	private DeadLetters(Arguments arguments, DeadLetterTopic topic, PrintStream out) {
		this.arguments = arguments;
		this.topic = topic;
		this.out = out;
	}

	/**
	 * Runs one command.
	 * @return 0 when it did what was asked, 1 when it could not, 2 when it made no sense
	 */
	public static int run(String[] given, PrintStream out) {
		Arguments arguments = Arguments.parse(given, OPTIONS);
		if (arguments == null) {
			out.println(USAGE);
			return 2;
		}
		try {
			DeadLetterTopic topic = new DeadLetterTopic(arguments.clients(),
					arguments.option("topic", "chat-messages-dlt"));
			return new DeadLetters(arguments, topic, out).run();
		}
		catch (NoSuchFileException ex) {
			out.println("There is no file " + ex.getFile());
		}
		catch (IOException | KafkaException ex) {
			out.println("It could not be done: " + ex.getMessage());
		}
		return 1;
	}

	private int run() throws IOException {
		return switch (this.arguments.command()) {
			case "list" -> list();
			case "show" -> show();
			case "republish" -> republish();
			default -> {
				this.out.println(USAGE);
				yield 2;
			}
		};
	}

	private int list() {
		Contents contents = this.topic.read();
		for (Letter letter : contents.letters()) {
			this.out.printf("%-8s %s  %-28s %s%s%n", letter.position(), at(letter),
					letter.source().isEmpty() ? "(nobody says from where)" : letter.source(),
					isRepublished(letter, contents) ? "[republished] " : "", shortened(letter.reason()));
		}
		long open = contents.letters().stream().filter((letter) -> !isRepublished(letter, contents)).count();
		this.out.printf("%d dead letters, %d of them not republished%n", contents.letters().size(), open);
		return 0;
	}

	private int show() {
		Map<Position, Letter> chosen = chosen(this.topic.read());
		if (chosen == null) {
			return 2;
		}
		chosen.values().forEach((letter) -> {
			this.out.printf("%s  %s%n", letter.position(), at(letter));
			for (Header header : letter.record().headers()) {
				this.out.printf("  %s: %s%n", header.key(), text(header.value()));
			}
			this.out.printf("  key: %s%n  value: %s%n", text(letter.record().key()), text(letter.record().value()));
		});
		return 0;
	}

	private int republish() throws IOException {
		Contents contents = this.topic.read();
		Map<Position, Letter> chosen = this.arguments.has("all") ? byPosition(contents) : chosen(contents);
		if (chosen == null) {
			return 2;
		}
		String file = this.arguments.option("value");
		if (file != null && chosen.size() != 1) {
			this.out.println("--value mends one letter: name one position");
			return 2;
		}
		byte[] value = (file != null) ? Files.readAllBytes(Path.of(file)) : null;
		Map<String, Letter> wanted = new LinkedHashMap<>();
		boolean complete = true;
		for (Letter letter : chosen.values()) {
			String hindrance = hindrance(letter, contents, value != null);
			if (hindrance == null) {
				wanted.putIfAbsent(letter.identity(), letter);
			}
			else {
				this.out.printf("%s %s%n", letter.position(), hindrance);
				complete &= isRepublished(letter, contents);
			}
		}
		if (!wanted.isEmpty()) {
			this.topic.republish(wanted.values(), this.arguments.option("to"), value);
		}
		wanted.values().forEach((letter) -> this.out.printf("%s was published to %s%n", letter.position(), to(letter)));
		this.out.printf("%d republished%n", wanted.size());
		return complete ? 0 : 1;
	}

	/** Why a letter is not published again; null when nothing speaks against it. */
	private @Nullable String hindrance(Letter letter, Contents contents, boolean mended) {
		if (isRepublished(letter, contents) && !this.arguments.has("again")) {
			return "was republished before";
		}
		if (to(letter).isEmpty()) {
			return "does not say where it came from: name a topic with --to";
		}
		if (!letter.hasBytes() && !mended) {
			return "has no bytes: give some with --value";
		}
		return null;
	}

	private String to(Letter letter) {
		return this.arguments.option("to", letter.sourceTopic());
	}

	private @Nullable Map<Position, Letter> chosen(Contents contents) {
		List<String> operands = this.arguments.operands();
		if (operands.isEmpty()) {
			this.out.println(USAGE);
			return null;
		}
		Map<Position, Letter> all = byPosition(contents);
		Map<Position, Letter> chosen = new LinkedHashMap<>();
		for (String operand : operands) {
			Position position = Position.parse(operand);
			Letter letter = (position != null) ? all.get(position) : null;
			if (letter == null) {
				this.out.println("There is no dead letter " + operand);
				return null;
			}
			chosen.put(letter.position(), letter);
		}
		return chosen;
	}

	private static Map<Position, Letter> byPosition(Contents contents) {
		Map<Position, Letter> all = new LinkedHashMap<>();
		contents.letters().forEach((letter) -> all.put(letter.position(), letter));
		return all;
	}

	private static boolean isRepublished(Letter letter, Contents contents) {
		return contents.republished().contains(letter.identity());
	}

	private static String at(Letter letter) {
		return Timestamps.format(Instant.ofEpochMilli(letter.record().timestamp()));
	}

	private static String shortened(String reason) {
		return (reason.length() <= SHOWN_REASON) ? reason : reason.substring(0, SHOWN_REASON) + "…";
	}

	/** As text where it is some, else in hexadecimal. */
	private static String text(byte @Nullable [] bytes) {
		if (bytes == null) {
			return "(none)";
		}
		ByteBuffer beginning = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
		String more = (bytes.length > SHOWN_BYTES) ? "… (" + bytes.length + " bytes)" : "";
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(beginning.duplicate()) + more;
		}
		catch (CharacterCodingException ex) {
			byte[] shown = new byte[beginning.remaining()];
			beginning.get(shown);
			return "0x" + HexFormat.of().formatHex(shown) + more;
		}
	}

}
