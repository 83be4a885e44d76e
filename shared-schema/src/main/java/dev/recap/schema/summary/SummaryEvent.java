package dev.recap.schema.summary;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, or of what was found on the way: the value of a record of
 * {@code conversation-summaries}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = SummaryEvent.UnknownSummaryEvent.class)
@JsonSubTypes({ @JsonSubTypes.Type(name = SummaryEvent.SummaryUpdated.TYPE, value = SummaryEvent.SummaryUpdated.class),
		@JsonSubTypes.Type(name = SummaryEvent.SummaryFailed.TYPE, value = SummaryEvent.SummaryFailed.class),
		@JsonSubTypes.Type(name = SummaryEvent.AccessChecked.TYPE, value = SummaryEvent.AccessChecked.class),
		@JsonSubTypes.Type(name = SummaryEvent.ItemOpened.TYPE, value = SummaryEvent.ItemOpened.class),
		@JsonSubTypes.Type(name = SummaryEvent.ItemChanged.TYPE, value = SummaryEvent.ItemChanged.class) })
public sealed interface SummaryEvent {

	/**
	 * A summary was made, or an unchanged one answers the request; keyed by conversation.
	 *
	 * @param requestId the request this answers
	 * @param rolling the summary of the conversation so far, when this was a window
	 * @param unread the summary of what a user has not seen; null when nobody asked for
	 * it or there is nothing
	 */
	record SummaryUpdated(String requestId, String conversationId, ConversationSummary summary,
			@Nullable ConversationSummary rolling, @Nullable ConversationSummary unread) implements SummaryEvent {

		public static final String TYPE = "summary.updated";

		public SummaryUpdated(String requestId, String conversationId, ConversationSummary summary,
				@Nullable ConversationSummary rolling) {
			this(requestId, conversationId, summary, rolling, null);
		}

	}

	/**
	 * No summary could be made; keyed by request and followed by a null, so that
	 * compaction forgets it.
	 */
	record SummaryFailed(String requestId, String conversationId, String code, String error) implements SummaryEvent {

		static final String TYPE = "summary.failed";

	}

	/**
	 * The requester takes part in the conversation; keyed by request and followed by a
	 * null, so that compaction forgets it. Who does not gets a {@link SummaryFailed}.
	 *
	 * @param owner whether the conversation is the requester's own
	 */
	record AccessChecked(String requestId, String conversationId, boolean owner) implements SummaryEvent {

		static final String TYPE = "access.checked";

	}

	/**
	 * Something happened to an action item or a decision; keyed by item. It has no text
	 * of its own, so that nothing of it has to be erased.
	 */
	sealed interface ItemEvent extends SummaryEvent {

		/** The same whenever the same is said again. */
		String eventId();

		String conversationId();

		String itemId();

	}

	/** An action item or a decision was found. */
	record ItemOpened(String eventId, String conversationId, String itemId) implements ItemEvent {

		public static final String TYPE = "item.opened";

	}

	/** An action item or a decision was closed or changed. */
	record ItemChanged(String eventId, String conversationId, String itemId) implements ItemEvent {

		public static final String TYPE = "item.changed";

	}

	/** An event of a type this version does not know. */
	record UnknownSummaryEvent() implements SummaryEvent {
	}

}
