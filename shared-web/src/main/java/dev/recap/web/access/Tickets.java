package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.recap.schema.Json;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tickets, each of which opens one WebSocket as the caller who fetched it: a browser can
 * send no header with a handshake, and an address, which ends up in logs, should have
 * nothing in it that is good for longer or twice.
 */
public final class Tickets {

	/** How long a ticket is good. */
	static final Duration GOOD_FOR = Duration.ofSeconds(30);

	/** What the keys of their records begin with, in the topic. */
	static final String RECORDS = "ticket/";

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

	/** For so long a ticket of another instance may be on its way to this one. */
	private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

	private static final Duration LOOK = Duration.ofMillis(50);

	private final Map<String, Known> tickets = new ConcurrentHashMap<>();

	private final TicketLog log;

	private final Clock clock;

	public Tickets(TicketLog log, Clock clock) {
		this.log = log;
		this.clock = clock;
	}

	/** A ticket as its caller gets it. */
	public record Issued(String ticket, Instant expiresAt) {

		@Override
		public String toString() {
			return "Issued[" + this.expiresAt + "]";
		}

	}

	/** A ticket as the topic has it. */
	private record Stored(String kind, String caller, List<String> scopes, Instant expiresAt) {

		static Stored of(Caller caller, Instant expiresAt) {
			return switch (caller) {
				case Caller.User user -> new Stored("user", user.id(), names(user.scopes()), expiresAt);
				case Caller.Service service -> new Stored("service", service.id(), names(service.scopes()), expiresAt);
				case Caller.Anonymous anonymous -> throw ApiException
					.unauthenticated("A ticket stands for somebody: send Authorization: Bearer <token> or X-API-Key");
			};
		}

		private static List<String> names(Set<Scope> scopes) {
			return scopes.stream().map(Scope::text).sorted().toList();
		}

		Caller asCaller() {
			Set<Scope> known = Set.of(Scope.values())
				.stream()
				.filter((scope) -> this.scopes.contains(scope.text()))
				.collect(Collectors.toUnmodifiableSet());
			return this.kind.equals("service") ? new Caller.Service(this.caller, known)
					: new Caller.User(this.caller, known);
		}

	}

	private record Known(Caller caller, Instant expiresAt, AtomicBoolean used) {

		Known(Stored stored) {
			this(stored.asCaller(), stored.expiresAt(), new AtomicBoolean());
		}

	}

	/**
	 * A new ticket for a caller.
	 * @return fails with 401 for nobody in particular, with 503 when Kafka is away
	 */
	public Mono<Issued> issue(Caller caller) {
		return Mono.defer(() -> {
			String ticket = Hashes.secret();
			String hash = Hashes.of(ticket);
			Instant expiresAt = this.clock.instant().plus(GOOD_FOR);
			Stored stored = Stored.of(caller, expiresAt);
			this.tickets.put(hash, new Known(stored));
			return Mono.<Object>fromFuture(write(hash, Json.bytes(stored)), true)
				.then(Mono.just(new Issued(ticket, expiresAt)));
		});
	}

	/**
	 * Who fetched a ticket, which is used up by this.
	 * @return fails with 401 when there is no such ticket, or no longer
	 */
	Mono<Caller> redeem(String ticket) {
		if (!FORM.matcher(ticket).matches()) {
			return Mono.error(Tickets::refused);
		}
		String hash = Hashes.of(ticket);
		return Mono.fromSupplier(() -> this.tickets.get(hash))
			.repeatWhenEmpty(Math.toIntExact(ON_ITS_WAY.dividedBy(LOOK)), (looks) -> looks.delayElements(LOOK))
			.onErrorMap(IllegalStateException.class, (ex) -> refused())
			.switchIfEmpty(Mono.error(Tickets::refused))
			.map((known) -> used(hash, known));
	}

	private Caller used(String hash, Known known) {
		if (!known.used().compareAndSet(false, true) || !this.clock.instant().isBefore(known.expiresAt())) {
			throw refused();
		}
		// Told to the others; should one of them be asked before it hears, both open.
		write(hash, null);
		return known.caller();
	}

	/**
	 * Takes what a record says.
	 * @param value null when the ticket was used or has expired
	 */
	void take(String hash, byte @Nullable [] value) {
		if (value == null) {
			this.tickets.remove(hash);
		}
		else {
			// One that was issued here is known, and may be used up already.
			this.tickets.putIfAbsent(hash, new Known(Json.mapper().readValue(value, Stored.class)));
		}
	}

	/** Has those forgotten, here and in the topic, that nobody came with in time. */
	public void sweep() {
		Instant now = this.clock.instant();
		this.tickets.forEach((hash, known) -> {
			if (now.isAfter(known.expiresAt()) && this.tickets.remove(hash, known)) {
				write(hash, null);
			}
		});
	}

	private CompletableFuture<?> write(String hash, byte @Nullable [] value) {
		return this.log.write((RECORDS + hash).getBytes(StandardCharsets.UTF_8), value);
	}

	private static ApiException refused() {
		return ApiException.unauthenticated("The ticket is unknown, expired or used; fetch another");
	}

}
