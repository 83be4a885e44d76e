package dev.recap.standalone.keys;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.Timestamps;
import dev.recap.standalone.command.Arguments;
import dev.recap.web.access.ApiKey;
import dev.recap.web.access.Scope;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Makes API keys, lists them and revokes them. */
public final class Keys {

	private static final String USAGE = """
			Usage: keys create --name=NAME --scopes=SCOPE,... [--expires=90d]
			       keys list
			       keys revoke ID
			A SCOPE is ingest, read, delete or admin; a key without --expires (30m, 12h, 90d) is good until it is revoked.
			Options of all three:
			  --bootstrap-servers=HOST:PORT   localhost:9092 unless given
			  --topic=NAME                    access-keys unless given
			  --client-config=FILE            properties of the Kafka clients, for clusters that ask who you are""";

	private static final Set<String> OPTIONS = Set.of("bootstrap-servers", "topic", "client-config", "name", "scopes",
			"expires");

	private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})([mhd])");

	private static final int LONGEST_NAME = 100;

	private final Arguments arguments;

	private final KeyTopic topic;

	private final PrintStream out;

	private final Clock clock;

	private Keys(Arguments arguments, KeyTopic topic, PrintStream out, Clock clock) {
		this.arguments = arguments;
		this.topic = topic;
		this.out = out;
		this.clock = clock;
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
			KeyTopic topic = new KeyTopic(arguments.clients(), arguments.option("topic", "access-keys"));
			return new Keys(arguments, topic, out, Clock.systemUTC()).run();
		}
		catch (NoSuchFileException ex) {
			out.println("There is no file " + ex.getFile());
		}
		catch (IOException | KafkaException ex) {
			out.println("It could not be done: " + ex.getMessage());
		}
		return 1;
	}

	private int run() {
		return switch (this.arguments.command()) {
			case "create" -> create();
			case "list" -> list();
			case "revoke" -> revoke();
			default -> refuse(USAGE);
		};
	}

	private int create() {
		String name = this.arguments.option("name", "").strip();
		if (name.isEmpty() || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
			return refuse("--name says what the key is for, in 1 to " + LONGEST_NAME + " characters");
		}
		Set<Scope> scopes = scopes(this.arguments.option("scopes", ""));
		if (scopes == null) {
			return refuse("--scopes names at least one of ingest, read, delete and admin, with commas between");
		}
		Duration good = span(this.arguments.option("expires"));
		if (good == null) {
			return refuse("--expires is a number and m, h or d, such as 90d");
		}
		Instant now = this.clock.instant();
		ApiKey.Made made = ApiKey.make(name, scopes, now, good.isZero() ? null : now.plus(good));
		// Its topic is asked for first: what is shown must be good.
		this.topic.read();
		this.topic.write(made.key());
		this.out.println(made.text());
		this.out.println("This is the key " + made.key().id() + ". It is shown only now: only its hash is kept.");
		return 0;
	}

	private int list() {
		Instant now = this.clock.instant();
		List<ApiKey> keys = this.topic.read()
			.values()
			.stream()
			.sorted(Comparator.comparing(ApiKey::createdAt, Comparator.nullsFirst(Comparator.naturalOrder())))
			.toList();
		for (ApiKey key : keys) {
			this.out.printf("%s  %-8s %-25s created %s  expires %-24s  %s%n", key.id(), state(key, now),
					String.join(",", key.scopes()), at(key.createdAt()), at(key.expiresAt()), key.name());
		}
		this.out.printf("%d keys, %d of them good%n", keys.size(),
				keys.stream().filter((key) -> key.isGoodAt(now)).count());
		return 0;
	}

	private int revoke() {
		if (this.arguments.operands().size() != 1) {
			return refuse("Name one key by its id, as list prints it");
		}
		String id = this.arguments.operands().getFirst();
		ApiKey key = this.topic.read().get(id);
		if (key == null) {
			this.out.println("There is no key " + id);
			return 1;
		}
		if (key.revokedAt() != null) {
			this.out.println(id + " was revoked before");
			return 0;
		}
		this.topic.write(key.revoked(this.clock.instant()));
		this.out.println(id + " is revoked");
		return 0;
	}

	private int refuse(String problem) {
		this.out.println(problem);
		return 2;
	}

	private static String state(ApiKey key, Instant now) {
		return (key.revokedAt() != null) ? "revoked" : key.isGoodAt(now) ? "good" : "expired";
	}

	private static String at(@Nullable Instant instant) {
		return (instant != null) ? Timestamps.format(instant) : "never";
	}

	/** Null when they make no sense. */
	private static @Nullable Set<Scope> scopes(String names) {
		EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
		for (String name : names.split(",", -1)) {
			Scope scope = scope(name.strip().toLowerCase(Locale.ROOT));
			if (scope == null) {
				return null;
			}
			scopes.add(scope);
		}
		return scopes;
	}

	private static @Nullable Scope scope(String name) {
		return EnumSet.allOf(Scope.class)
			.stream()
			.filter((scope) -> scope.text().equals(name))
			.findFirst()
			.orElse(null);
	}

	/** Zero for one without an end; null when it makes no sense. */
	private static @Nullable Duration span(@Nullable String text) {
		if (text == null) {
			return Duration.ZERO;
		}
		Matcher span = SPAN.matcher(text);
		if (!span.matches()) {
			return null;
		}
		long number = Long.parseLong(span.group(1));
		return switch (span.group(2)) {
			case "m" -> Duration.ofMinutes(number);
			case "h" -> Duration.ofHours(number);
			default -> Duration.ofDays(number);
		};
	}

}
