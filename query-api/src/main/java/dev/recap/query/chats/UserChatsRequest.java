package dev.recap.query.chats;

import java.time.Instant;

import dev.recap.query.page.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations of a user are asked for.
 *
 * @param from the earliest time of a conversation's last message
 * @param to the latest time of a conversation's last message
 */
record UserChatsRequest(long page, int limit, @Nullable Instant from, @Nullable Instant to) {

	private static final int STANDARD_LIMIT = 10;

	private static final int MOST = 100;

	static UserChatsRequest read(Parameters parameters) {
		UserChatsRequest asked = new UserChatsRequest(parameters.page(), parameters.limit(STANDARD_LIMIT, MOST),
				parameters.start("start_date"), parameters.end("end_date"));
		if (asked.from != null && asked.to != null && asked.from.isAfter(asked.to)) {
			parameters.invalid("start_date", "must not be after end_date");
		}
		parameters.check();
		return asked;
	}

}
