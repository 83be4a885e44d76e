package dev.recap.standalone.access;

/** Every kind of caller, in the order of the table's columns. */
enum Visitor {

	NOBODY, GARBAGE, EXPIRED, OWNER, PART, STRANGER, ADMIN, KEY_INGEST, KEY_READ, KEY_DELETE, KEY_ADMIN, KEY_REVOKED;

	/** Whether it shows a credential that is none. */
	boolean isBad() {
		return this == GARBAGE || this == EXPIRED || this == KEY_REVOKED;
	}

}
