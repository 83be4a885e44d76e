package dev.recap.worker.budget;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What models may cost, in the currency of the price list.
 *
 * @param conversation the most that one conversation may cost in its whole life; without
 * a limit when absent
 * @param user the most that one user may cost in a day (UTC); without a limit when absent
 * @param day the most that everything may cost in a day (UTC); without a limit when
 * absent
 * @param reservation how long money stays set aside for a call of which nothing is heard
 * any more, because its worker died; longer than any call takes
 */
@ConfigurationProperties("recap.budget")
public record BudgetSettings(@Nullable Double conversation, @Nullable Double user, @Nullable Double day,
		@DefaultValue("10m") Duration reservation) {

	public BudgetSettings {
		positive("conversation", conversation);
		positive("user", user);
		positive("day", day);
		Assert.isTrue(reservation.isPositive(), "recap.budget.reservation must be more than 0");
	}

	/** Whether anything is limited. */
	boolean limited() {
		return this.conversation != null || this.user != null || this.day != null;
	}

	private static void positive(String name, @Nullable Double limit) {
		Assert.isTrue(limit == null || limit >= 0, () -> "recap.budget." + name + " must not be negative");
	}

}
