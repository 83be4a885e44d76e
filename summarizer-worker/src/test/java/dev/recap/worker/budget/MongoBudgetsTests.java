package dev.recap.worker.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.mongodb.client.MongoDatabase;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.UsageDocument;
import dev.recap.worker.budget.Spending.Call;
import dev.recap.worker.budget.Spending.Reservation;
import dev.recap.worker.share.ModelUsage;
import dev.recap.worker.testing.TestMongo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MongoBudgetsTests {

	private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final MongoDatabase database = mongo.database();

	@Test
	void twentyFiveCallsAtOnceDoNotPassALimit() throws Exception {
		double limit = 1.00;
		Spending spending = budgets(null, null, limit, NOON);
		spending.reserve(call("c", "ann", 0.95)).settle(cost(0.95));
		AtomicInteger made = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		CountDownLatch start = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < 25; i++) {
				calls.add(threads.submit(() -> {
					start.await();
					try {
						Reservation reservation = spending.reserve(call("c", "ann", 0.02));
						made.incrementAndGet();
						reservation.settle(cost(0.02));
					}
					catch (OverBudgetException ex) {
						refused.incrementAndGet();
					}
					return null;
				}));
			}
			start.countDown();
			for (Future<?> each : calls) {
				each.get();
			}
		}
		assertThat(made).hasValue(2);
		assertThat(refused).hasValue(23);
		assertThat(used("day/2026-03-04")).isEqualTo(990_000_000L);
		assertThat(this.meters.get("recap.budget.refusals").tag("scope", "day").counter().count()).isEqualTo(23);
	}

	@Test
	void eachBudgetIsALimitOfItsOwn() {
		Spending spending = budgets(0.3, 0.5, 0.6, NOON);
		spending.reserve(call("one", "ann", 0.3)).settle(cost(0.3));
		assertThatThrownBy(() -> spending.reserve(call("one", "bob", 0.1))).hasMessageContaining("conversation");
		spending.reserve(call("two", "ann", 0.2)).settle(cost(0.2));
		assertThatThrownBy(() -> spending.reserve(call("three", "ann", 0.1))).hasMessageContaining("user");
		assertThatThrownBy(() -> spending.reserve(call("three", "bob", 0.2))).hasMessageContaining("this day");
		spending.reserve(call("three", "bob", 0.1)).settle(cost(0.1));
	}

	@Test
	void aRefusedCallHoldsNothing() {
		Spending spending = budgets(1.0, null, 0.1, NOON);
		assertThatThrownBy(() -> spending.reserve(call("c", "ann", 0.5))).isInstanceOf(OverBudgetException.class);
		assertThat(used("conversation/c")).isZero();
	}

	@Test
	void countsWhatACallReallyCost() {
		Spending spending = budgets(1.0, null, null, NOON);
		Reservation reservation = spending.reserve(call("c", "ann", 0.9));
		assertThatThrownBy(() -> spending.reserve(call("c", "ann", 0.2))).isInstanceOf(OverBudgetException.class);
		reservation.settle(cost(0.1));
		spending.reserve(call("c", "ann", 0.9)).release();
		assertThat(used("conversation/c")).isEqualTo(100_000_000L);
	}

	@Test
	void aDayBeginsAnewInUtc() {
		budgets(null, 0.5, 0.5, Instant.parse("2026-03-04T23:59:59Z")).reserve(call("c", "ann", 0.5)).settle(cost(0.5));
		assertThatThrownBy(
				() -> budgets(null, null, 0.5, Instant.parse("2026-03-04T23:59:59Z")).reserve(call("c", "ann", 0.1)))
			.isInstanceOfSatisfying(OverBudgetException.class,
					(ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
		budgets(null, 0.5, 0.5, Instant.parse("2026-03-05T00:00:00Z")).reserve(call("c", "ann", 0.5)).release();
	}

	@Test
	void whatADeadWorkerSetAsideIsFreeAfterAWhile() {
		budgets(null, null, 1.0, NOON).reserve(call("c", "ann", 0.9));
		assertThatThrownBy(() -> budgets(null, null, 1.0, NOON.plusSeconds(599)).reserve(call("c", "ann", 0.9)))
			.isInstanceOf(OverBudgetException.class);
		Spending later = budgets(null, null, 1.0, NOON.plusSeconds(601));
		later.reserve(call("c", "ann", 0.9)).settle(cost(0.8));
		assertThat(used("day/2026-03-04")).isEqualTo(800_000_000L);
	}

	@Test
	void aCallThatOutlivedItsReservationIsCountedStill() {
		Spending spending = budgets(null, null, 1.0, NOON);
		Reservation slow = spending.reserve(call("c", "ann", 0.9));
		budgets(null, null, 1.0, NOON.plusSeconds(601)).reserve(call("c", "ann", 0.2)).settle(cost(0.2));
		slow.settle(cost(0.7));
		assertThat(used("day/2026-03-04")).isEqualTo(900_000_000L);
	}

	@Test
	void aConversationsOwnerPaysForItsSummaries() {
		this.database.getCollection(ConversationDocument.COLLECTION)
			.insertOne(new Document("_id", "c").append("user_id", "ann"));
		Spending spending = budgets(null, 0.5, null, NOON);
		spending.reserve(call("c", null, 0.4)).settle(new Usage(10, 2, 0.4));
		assertThatThrownBy(() -> spending.reserve(call("c", null, 0.2))).hasMessageContaining("user");
	}

	@Test
	void addsUpWhatEachUserTook() {
		Spending spending = budgets(null, null, null, NOON);
		spending.reserve(call("c", "ann", 1)).settle(new Usage(10, 2, 0.25));
		spending.reserve(call("d", "ann", 1)).settle(new Usage(20, 3, 0.5));
		spending.reserve(call("d", "bob", 1)).settle(new Usage(1, 1, 0.125));
		assertThat(usage()).containsExactlyInAnyOrder(
				new UsageDocument("2026-03-04", "", "m", "summary", 3, new Usage(31, 6, 0.875)),
				new UsageDocument("2026-03-04", "ann", "m", "summary", 2, new Usage(30, 5, 0.75)),
				new UsageDocument("2026-03-04", "bob", "m", "summary", 1, new Usage(1, 1, 0.125)));
		assertThat(this.meters.get("recap.model.calls").counter().count()).isEqualTo(3);
		assertThat(this.meters.get("recap.model.cost").counter().count()).isEqualTo(0.875);
	}

	@Test
	void forgetsDaysThatAreOver() {
		budgets(null, 1.0, 1.0, NOON).reserve(call("c", "ann", 0.1)).settle(cost(0.1));
		budgets(null, 1.0, 1.0, NOON.plus(Duration.ofDays(4))).reserve(call("c", "ann", 0.1)).settle(cost(0.1));
		assertThat(this.database.getCollection(Accounts.COLLECTION).find().map((each) -> each.getString("_id")))
			.containsExactlyInAnyOrder("day/2026-03-08", "user/2026-03-08/ann");
	}

	private List<UsageDocument> usage() {
		return this.database.getCollection(UsageDocument.COLLECTION)
			.find()
			.map(UsageDocument::from)
			.into(new ArrayList<>());
	}

	private long used(String account) {
		Document found = this.database.getCollection(Accounts.COLLECTION).find(new Document("_id", account)).first();
		return (found != null) ? found.getLong("used") : -1;
	}

	private Spending budgets(@Nullable Double conversation, @Nullable Double user, @Nullable Double day, Instant now) {
		return new MongoBudgets(this.database, new BudgetSettings(conversation, user, day, Duration.ofMinutes(10)),
				new ModelUsage(this.meters), Clock.fixed(now, ZoneOffset.UTC));
	}

	private static Call call(String conversation, @Nullable String user, double most) {
		return new Call("summary", conversation, user, "m", cost(most));
	}

	private static Usage cost(double cost) {
		return new Usage(1, 1, cost);
	}

}
