package dev.recap.worker.role;

/** What a worker can do; each role scales alone. */
public enum Role {

	/** The Streams app that turns messages into windows. */
	WINDOW,

	/** The archiver that applies the log to MongoDB. */
	HISTORY,

	/** The summarizer that serves requests for summaries. */
	SUMMARY,

	/** The assistant that answers chats. */
	ASSISTANT,

	/** Posts of summaries and items to configured URLs. */
	WEBHOOK

}
