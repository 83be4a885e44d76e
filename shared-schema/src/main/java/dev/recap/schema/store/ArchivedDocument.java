package dev.recap.schema.store;

/**
 * A conversation's file in the archive bucket as it lies in {@code archived}; {@code _id}
 * is its key there. It is made before the file and goes after it, so that no file is
 * unknown to an erasure.
 */
public final class ArchivedDocument {

	public static final String COLLECTION = "archived";

	public static final String CONVERSATION = "conversation_id";

	/** Everybody who wrote something that is in it. */
	public static final String USERS = "users";

	public static final String AT = "at";

	/**
	 * When the file has to be worked on at the latest; absent when it is as it should.
	 */
	public static final String DUE = "due";

	/** True when the file has to go. */
	public static final String ERASE = "erase";

	/** Whose words have to go from the file. */
	public static final String ERASE_USERS = "erase_users";

	private ArchivedDocument() {
	}

}
