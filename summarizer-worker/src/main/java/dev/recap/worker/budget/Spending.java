package dev.recap.worker.budget;

import dev.recap.schema.event.Usage;
import org.jspecify.annotations.Nullable;

/** The money that calls of models are paid from. */
public interface Spending {

	/**
	 * Sets aside what a call may cost at most.
	 * @throws OverBudgetException when a budget has not that much left
	 */
	Reservation reserve(Call call);

	/** Whether anything is limited. */
	boolean limited();

	/** Money without end, which nobody counts. */
	static Spending unlimited() {
		return new Spending() {

			@Override
			public Reservation reserve(Call call) {
				return new Reservation() {

					@Override
					public void settle(Usage usage) {
						// Nobody counts.
					}

					@Override
					public void release() {
						// Nothing was set aside.
					}
				};
			}

			@Override
			public boolean limited() {
				return false;
			}
		};
	}

	/**
	 * A call that is to be made.
	 *
	 * @param purpose what it is for: {@code summary} or {@code reply}
	 * @param userId who is to pay; null for the conversation's owner
	 * @param most what it takes and costs at most
	 */
	record Call(String purpose, String conversationId, @Nullable String userId, String model, Usage most) {
	}

	/** What was set aside for a call. */
	interface Reservation {

		/** The call was made and cost this much. */
		void settle(Usage usage);

		/** No call was made, so nothing is owed. */
		void release();

	}

}
