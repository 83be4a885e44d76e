package dev.recap.worker.ledger;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.recap.schema.event.ItemStatus;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/** Something that makes or changes an item, at its place in the log. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(name = "claim", value = Entry.Claim.class),
		@JsonSubTypes.Type(name = "cue", value = Entry.Cue.class),
		@JsonSubTypes.Type(name = "change", value = Entry.Change.class) })
sealed interface Entry {

	AsOf asOf();

	/** Event time. */
	Instant at();

	/**
	 * What goes first at one place in the log: a message closes what was there before it
	 * opens something new.
	 */
	default int rank() {
		return switch (this) {
			case Cue cue -> 0;
			case Claim claim -> 1;
			case Change change -> 2;
		};
	}

	/** Whether a message is part of what proves it. */
	default boolean cites(String messageId) {
		return switch (this) {
			case Cue cue -> cue.messageId().equals(messageId);
			case Claim claim -> claim.messageIds().contains(messageId);
			case Change change -> false;
		};
	}

	/**
	 * A window's summary has an action item or a decision.
	 *
	 * @param id the item's, should it be a new one
	 * @param messageIds in the log's order
	 * @param authors who wrote them
	 */
	record Claim(AsOf asOf, Instant at, String id, Kind kind, String text, @Nullable String owner, @Nullable String due,
			List<String> messageIds, List<String> authors) implements Entry {

		public Claim {
			messageIds = List.copyOf(messageIds);
			authors = List.copyOf(authors);
		}

	}

	/**
	 * A message says that something is done, given up or put off.
	 *
	 * @param due the new day when it is put off; else null
	 * @param generic whether it names no deed, as "done" and "never mind"
	 * @param deeds the verbs it names
	 * @param things what else it names
	 */
	record Cue(AsOf asOf, Instant at, String messageId, String userId, @Nullable String replyTo, Action action,
			@Nullable String due, boolean generic, List<String> deeds, List<String> things) implements Entry {

		public Cue {
			deeds = List.copyOf(deeds);
			things = List.copyOf(things);
		}

	}

	/** Somebody changed an item by hand; what is null stays. */
	record Change(AsOf asOf, Instant at, String itemId, @Nullable ItemStatus status, @Nullable String text,
			@Nullable String owner, @Nullable String due) implements Entry {
	}

	/** What a cue does to an item. */
	enum Action {

		FINISH, DROP, MOVE

	}

}
