package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.recap.testing.TestClock;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TicketsTests {

	private static final Caller ANN = new Caller.User("ann", Set.of(Scope.READ, Scope.INGEST));

	private final TestClock clock = TestClock.at("2026-01-31T09:30:00Z");

	private final Log log = new Log();

	private final Tickets here = new Tickets(this.log, this.clock);

	private final Tickets there = new Tickets(this.log, this.clock);

	@Test
	void aTicketIsGoodOnce() {
		String ticket = issued(ANN);
		assertThat(this.here.redeem(ticket).block()).isEqualTo(ANN);
		refused(this.here.redeem(ticket));
	}

	@Test
	void isGoodOnAnotherInstance() {
		Caller service = new Caller.Service("k1", Set.of(Scope.ADMIN));
		String first = issued(ANN);
		String second = issued(service);
		this.log.deliver(this.there);
		assertThat(this.there.redeem(first).block()).isEqualTo(ANN);
		assertThat(this.there.redeem(second).block()).isEqualTo(service);
	}

	@Test
	void anotherInstanceWaitsForIt() {
		String ticket = issued(ANN);
		CompletableFuture<Caller> redeemed = this.there.redeem(ticket).toFuture();
		assertThat(redeemed).isNotDone();
		this.log.deliver(this.there);
		assertThat(redeemed.join()).isEqualTo(ANN);
	}

	@Test
	void onceUsedItIsUsedOnEveryInstance() {
		String ticket = issued(ANN);
		this.log.deliver(this.there);
		this.here.redeem(ticket).block();
		this.log.deliver(this.there);
		refused(this.there.redeem(ticket));
	}

	@Test
	void itsOwnRecordDoesNotMakeItGoodAgain() {
		String ticket = issued(ANN);
		this.here.redeem(ticket).block();
		this.log.deliver(this.here, 1);
		refused(this.here.redeem(ticket));
		this.log.deliver(this.here);
		refused(this.here.redeem(ticket));
	}

	@Test
	void isNotGoodForLong() {
		String ticket = issued(ANN);
		this.clock.pass(Tickets.GOOD_FOR);
		refused(this.here.redeem(ticket));
	}

	@Test
	void whatNobodyCameWithIsForgotten() {
		String ticket = issued(ANN);
		this.here.sweep();
		assertThat(this.log.records).hasSize(1);
		this.clock.pass(Tickets.GOOD_FOR.plusSeconds(1));
		this.here.sweep();
		this.here.sweep();
		assertThat(this.log.records).hasSize(2);
		assertThat(this.log.records.getLast().value()).isNull();
		refused(this.here.redeem(ticket));
	}

	@Test
	void theLogKnowsNoTicket() {
		String ticket = issued(ANN);
		Log.Record record = this.log.records.getFirst();
		assertThat(record.key()).startsWith(Tickets.RECORDS).doesNotContain(ticket);
		assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains("\"ann\"").doesNotContain(ticket);
	}

	@Test
	void nobodyInParticularGetsNone() {
		refused(this.here.issue(Caller.Anonymous.INSTANCE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "../../etc/passwd", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	void whatIsNoTicketIsRefused(String text) {
		refused(this.here.redeem(text));
	}

	private String issued(Caller caller) {
		return this.here.issue(caller).blockOptional().orElseThrow().ticket();
	}

	private static void refused(Mono<?> redeemed) {
		assertThatExceptionOfType(ApiException.class).isThrownBy(redeemed::block)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("unauthenticated"));
	}

	/** A topic in memory, which delivers when it is told to. */
	private static final class Log implements TicketLog {

		private final List<Record> records = new ArrayList<>();

		private record Record(String key, byte @Nullable [] value) {
		}

		@Override
		public CompletableFuture<?> write(byte[] key, byte @Nullable [] value) {
			this.records.add(new Record(new String(key, StandardCharsets.UTF_8), value));
			return CompletableFuture.completedFuture(this.records.size());
		}

		void deliver(Tickets to) {
			deliver(to, this.records.size());
		}

		void deliver(Tickets to, int records) {
			this.records.subList(0, records)
				.forEach((record) -> to.take(record.key().substring(Tickets.RECORDS.length()), record.value()));
		}

	}

}
