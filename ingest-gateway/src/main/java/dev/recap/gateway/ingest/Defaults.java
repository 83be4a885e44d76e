package dev.recap.gateway.ingest;

import org.jspecify.annotations.Nullable;

/** What a message belongs to when it does not say so itself. */
record Defaults(@Nullable String conversationId, @Nullable String userId) {

	static final Defaults NONE = new Defaults(null, null);

	Defaults withConversationId(String id) {
		return new Defaults(id, this.userId);
	}

}
