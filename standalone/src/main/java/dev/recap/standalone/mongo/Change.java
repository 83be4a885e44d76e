package dev.recap.standalone.mongo;

/** A change of what is stored, as the journal keeps it. */
sealed interface Change {

	/** {@code database.collection}. */
	String namespace();

	/** A document now is this, whether or not it was there. */
	record Stored(String namespace, byte[] document) implements Change {
	}

	/** A document is gone; the document given holds its {@code _id} alone. */
	record Removed(String namespace, byte[] id) implements Change {
	}

	/** An empty collection is there, with the index of {@code _id}. */
	record CollectionCreated(String namespace) implements Change {
	}

	/** A collection is gone with its indexes. */
	record CollectionDropped(String namespace) implements Change {
	}

	/** An index is there; the description is MongoDB's. */
	record IndexCreated(String namespace, byte[] description) implements Change {
	}

	/** An index is gone; the document given holds its {@code name}. */
	record IndexDropped(String namespace, byte[] name) implements Change {
	}

}
