package dev.recap.worker.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.UsageDocument;
import dev.recap.worker.share.ModelUsage;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Budgets in MongoDB, which all workers share: what a call may cost is set aside before
 * it and settled after it, so that no number of calls at once passes a limit.
 */
final class MongoBudgets implements Spending {

	private static final Logger log = LoggerFactory.getLogger(MongoBudgets.class);

	private static final Duration SETTLING = Duration.ofSeconds(60);

	private static final int KEPT_DAYS = 2;

	private final MongoCollection<Document> conversations;

	private final Accounts accounts;

	private final UsageLog usage;

	private final BudgetSettings settings;

	private final ModelUsage meters;

	private final Clock clock;

	private final AtomicReference<LocalDate> tidied = new AtomicReference<>(LocalDate.MIN);

	MongoBudgets(MongoDatabase database, BudgetSettings settings, ModelUsage meters, Clock clock) {
		this.conversations = database.getCollection(ConversationDocument.COLLECTION);
		this.accounts = new Accounts(database.getCollection(Accounts.COLLECTION), settings.reservation(), clock);
		this.usage = new UsageLog(database.getCollection(UsageDocument.COLLECTION));
		this.settings = settings;
		this.meters = meters;
		this.clock = clock;
	}

	@Override
	public boolean limited() {
		return this.settings.limited();
	}

	@Override
	public Reservation reserve(Call call) {
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC);
		String user = (call.userId() != null) ? call.userId() : owner(call.conversationId());
		String id = UUID.randomUUID().toString();
		long amount = Accounts.billionths(call.most().cost());
		List<String> held = new ArrayList<>();
		for (Limit each : limits(call.conversationId(), user, today)) {
			if (!this.accounts.take(each.account(), id, amount, each.most())) {
				held.forEach((account) -> this.accounts.close(account, id, amount, 0));
				this.meters.refused(each.scope());
				throw new OverBudgetException(each.refusal(), each.daily() ? untilTomorrow(today) : null);
			}
			held.add(each.account());
		}
		tidy(today);
		return new Held(call, user, today, id, amount, held);
	}

	private List<Limit> limits(String conversationId, @Nullable String user, LocalDate today) {
		List<Limit> limits = new ArrayList<>();
		if (this.settings.conversation() != null) {
			limits.add(new Limit("conversation", "conversation/" + conversationId,
					Accounts.limit(this.settings.conversation()), false));
		}
		if (this.settings.user() != null && user != null) {
			limits.add(new Limit("user", "user/" + today + "/" + user, Accounts.limit(this.settings.user()), true));
		}
		if (this.settings.day() != null) {
			limits.add(new Limit("day", "day/" + today, Accounts.limit(this.settings.day()), true));
		}
		return limits;
	}

	private @Nullable String owner(String conversationId) {
		Document found = this.conversations.find(new Document("_id", conversationId))
			.projection(new Document("user_id", 1))
			.first();
		return (found != null) ? found.getString("user_id") : null;
	}

	private Duration untilTomorrow(LocalDate today) {
		Instant tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
		return Duration.between(this.clock.instant(), tomorrow);
	}

	/** Accounts of days that are over are of no use. */
	private void tidy(LocalDate today) {
		if (limited() && !this.tidied.getAndSet(today).equals(today)) {
			this.accounts.forget(today.minusDays(KEPT_DAYS), List.of("user", "day"));
		}
	}

	/**
	 * A limit of one account.
	 *
	 * @param most in billionths
	 * @param daily whether it begins anew every day
	 */
	private record Limit(String scope, String account, long most, boolean daily) {

		String refusal() {
			return switch (this.scope) {
				case "conversation" -> "The budget of this conversation is used up";
				case "user" -> "The user's budget of this day is used up";
				default -> "The budget of this day is used up";
			};
		}

	}

	/** What was set aside, in every account alike. */
	private final class Held implements Reservation {

		private final Call call;

		private final @Nullable String user;

		private final LocalDate day;

		private final String id;

		private final long amount;

		private final List<String> held;

		Held(Call call, @Nullable String user, LocalDate day, String id, long amount, List<String> held) {
			this.call = call;
			this.user = user;
			this.day = day;
			this.id = id;
			this.amount = amount;
			this.held = List.copyOf(held);
		}

		@Override
		public void settle(Usage used) {
			MongoBudgets.this.meters.add(this.call.purpose(), used);
			long spent = Accounts.billionths(used.cost());
			this.held.forEach((account) -> keep(() -> close(account, spent)));
			keep(() -> MongoBudgets.this.usage.add(this.day, this.user, this.call, used));
		}

		private void close(String account, long spent) {
			if (!MongoBudgets.this.accounts.close(account, this.id, this.amount, spent)) {
				MongoBudgets.this.accounts.spend(account, spent);
			}
		}

		@Override
		public void release() {
			try {
				this.held.forEach((account) -> MongoBudgets.this.accounts.close(account, this.id, this.amount, 0));
			}
			catch (MongoException ex) {
				log.warn("Money stays set aside until it expires: {}", ex.getMessage());
			}
		}

		/** A debt is not forgotten because MongoDB is away for a moment. */
		private void keep(Runnable step) {
			Instant end = MongoBudgets.this.clock.instant().plus(SETTLING);
			while (true) {
				try {
					step.run();
					return;
				}
				catch (MongoInterruptedException ex) {
					Thread.currentThread().interrupt();
					return;
				}
				catch (MongoException ex) {
					if (MongoBudgets.this.clock.instant().isAfter(end)) {
						log.error("A call that cost {} could not be noted: {}", this.call.most().cost(),
								ex.getMessage());
						return;
					}
					log.warn("A call could not be noted, waiting: {}", ex.getMessage());
				}
				pause();
			}
		}

		private static void pause() {
			try {
				TimeUnit.MILLISECONDS.sleep(200);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
