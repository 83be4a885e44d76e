package dev.recap.schema.store;

import dev.recap.schema.Identifiers;

/**
 * The mark that an erased message leaves in {@code erasures}, so that a late duplicate of
 * it does not bring it back; it holds a hash and the time ({@code at}), nothing of the
 * message.
 */
public final class ErasureDocument {

	public static final String COLLECTION = "erasures";

	private ErasureDocument() {
	}

	public static String id(String conversationId, String messageId) {
		return Identifiers.ofParts("erased", conversationId, messageId);
	}

}
