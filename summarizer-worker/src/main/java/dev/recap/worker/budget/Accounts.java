package dev.recap.worker.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import org.bson.Document;

/**
 * The accounts that budgets are kept in: what is spent and set aside is one number of
 * billionths, so that a single guarded update decides whether there is enough.
 */
final class Accounts {

	static final String COLLECTION = "budgets";

	private static final String USED = "used";

	private static final String OPEN = "open";

	private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

	private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

	private final MongoCollection<Document> accounts;

	private final Duration longest;

	private final Clock clock;

	/**
	 * Accounts of a collection.
	 * @param longest when what was set aside is free again although nothing was heard
	 */
	Accounts(MongoCollection<Document> accounts, Duration longest, Clock clock) {
		this.accounts = accounts;
		this.longest = longest;
		this.clock = clock;
	}

	/** Money as billionths; what a call may cost is rounded up. */
	static long billionths(double money) {
		return BigDecimal.valueOf(money).multiply(BILLION).setScale(0, RoundingMode.CEILING).longValue();
	}

	/** A limit as billionths, rounded down. */
	static long limit(double money) {
		return BigDecimal.valueOf(money).multiply(BILLION).setScale(0, RoundingMode.FLOOR).longValue();
	}

	/**
	 * Sets money aside.
	 * @return false when there is not enough
	 */
	boolean take(String id, String reservation, long amount, long limit) {
		if (amount > limit) {
			return false;
		}
		return taken(id, reservation, amount, limit)
				|| (opened(id) || freed(id)) && taken(id, reservation, amount, limit);
	}

	private boolean taken(String id, String reservation, long amount, long limit) {
		Document open = new Document("amount", amount).append("until",
				Date.from(this.clock.instant().plus(this.longest)));
		return this.accounts
			.updateOne(new Document("_id", id).append(USED, new Document("$lte", limit - amount)),
					new Document("$inc", new Document(USED, amount)).append("$set",
							new Document(OPEN + "." + reservation, open)))
			.getMatchedCount() == 1;
	}

	private boolean opened(String id) {
		try {
			return this.accounts
				.updateOne(new Document("_id", id),
						new Document("$setOnInsert",
								new Document(USED, 0L).append("at", Date.from(this.clock.instant()))),
						UPSERT)
				.getUpsertedId() != null;
		}
		catch (MongoWriteException ex) {
			// Somebody else opened it at the same moment.
			return true;
		}
	}

	/** Frees what workers that died have set aside. */
	private boolean freed(String id) {
		Document account = this.accounts.find(new Document("_id", id)).first();
		boolean freed = false;
		if (account != null && account.get(OPEN) instanceof Map<?, ?> open) {
			for (Map.Entry<?, ?> each : List.copyOf(open.entrySet())) {
				if (each.getValue() instanceof Map<?, ?> set && set.get("until") instanceof Date until
						&& set.get("amount") instanceof Number amount
						&& until.toInstant().isBefore(this.clock.instant())) {
					freed |= close(id, String.valueOf(each.getKey()), amount.longValue(), 0);
				}
			}
		}
		return freed;
	}

	/**
	 * Replaces what was set aside by what was spent.
	 * @return false when it was no longer set aside
	 */
	boolean close(String id, String reservation, long amount, long spent) {
		String open = OPEN + "." + reservation;
		return this.accounts
			.updateOne(new Document("_id", id).append(open, new Document("$exists", true)),
					new Document("$inc", new Document(USED, spent - amount)).append("$unset", new Document(open, "")))
			.getMatchedCount() == 1;
	}

	/** Notes what was spent after all. */
	void spend(String id, long spent) {
		this.accounts.updateOne(new Document("_id", id), new Document("$inc", new Document(USED, spent)));
	}

	/** Removes accounts of days that are over. */
	void forget(LocalDate before, List<String> kinds) {
		List<Document> ranges = new ArrayList<>();
		for (String kind : kinds) {
			ranges.add(new Document("_id", new Document("$gte", kind + "/").append("$lt", kind + "/" + before)));
		}
		ranges.forEach(this.accounts::deleteMany);
	}

}
