package dev.recap.schema.topic;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** The topics, with the kind and retention each has when nothing else is configured. */
public enum Topic {

	/** Everything that happens to a conversation, in order. */
	CHAT_MESSAGES("chat-messages", Duration.ofDays(7)),

	/** Records that could not be read, as they came, with the reason in headers. */
	CHAT_MESSAGES_DLT("chat-messages-dlt", Duration.ofDays(30)),

	/** Windows and on-demand requests that want a summary. */
	SUMMARY_REQUESTS("summary-requests", Duration.ofDays(1)),

	/** The latest summary of each conversation; null when it was erased. */
	CONVERSATION_SUMMARIES("conversation-summaries", null),

	/** Chat completions to make. */
	REPLY_REQUESTS("reply-requests", Duration.ofHours(1)),

	/** Token deltas of chat completions. */
	REPLY_CHUNKS("reply-chunks", Duration.ofMinutes(10)),

	/** Who is in which room. */
	PRESENCE("presence", null),

	/** API keys, without what is secret of them, and tickets for WebSockets. */
	ACCESS_KEYS("access-keys", null);

	private final String defaultName;

	private final @Nullable Duration defaultRetention;

	Topic(String defaultName, @Nullable Duration defaultRetention) {
		this.defaultName = defaultName;
		this.defaultRetention = defaultRetention;
	}

	String defaultName() {
		return this.defaultName;
	}

	/** How long records are kept; null for a compacted topic. */
	@Nullable Duration defaultRetention() {
		return this.defaultRetention;
	}

}
