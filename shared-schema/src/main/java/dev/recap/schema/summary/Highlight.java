package dev.recap.schema.summary;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was said, decided, promised or asked, with its proof.
 *
 * @param text the statement, for reading
 * @param owner who promised it: a participant's user id; action items only
 * @param due when it is due, as an ISO date; action items only
 * @param quote the words it comes from, verbatim
 * @param messageIds the messages it comes from, at least one
 */
public record Highlight(Kind kind, String text, @Nullable String owner, @Nullable String due, String quote,
		List<String> messageIds) {

	public Highlight {
		messageIds = List.copyOf(messageIds);
	}

	/** What kind of thing was said. */
	public enum Kind {

		KEY_POINT, DECISION, ACTION_ITEM, QUESTION;

		@JsonValue
		public String json() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
