package dev.recap.web.access;

import java.util.Locale;

/** What a caller may do. */
public enum Scope {

	/** Write messages, end conversations, talk to the assistant. */
	INGEST,

	/** Read and summarize. */
	READ,

	/** Hide, restore and erase. */
	DELETE,

	/** Everything, and see what operators see. */
	ADMIN;

	/** The name as tokens, keys and settings have it. */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
