package dev.recap.schema.store;

/**
 * A model's answer as it lies in {@code model_answers}: {@code _id} is a hash of the
 * question, {@code conversations} are those it is about. It is erased with any of them.
 */
public final class ModelAnswerDocument {

	public static final String COLLECTION = "model_answers";

	public static final String CONVERSATIONS = "conversations";

	public static final String AT = "at";

	private ModelAnswerDocument() {
	}

}
