package dev.recap.standalone.mongo;

import de.bwaldvogel.mongo.bson.Document;

/**
 * What an upsert inserts, as it came: most of what an archive writes is stored just so,
 * and decoding and encoding it took half of the server's time.
 */
record EncodedFields(byte[] bytes, int from, int to) {

	static final String OPERATOR = "$setOnInsert";

	static EncodedFields of(Document fields) {
		byte[] encoded = DocumentBytes.encode(fields);
		return new EncodedFields(encoded, 0, encoded.length);
	}

	Document decode() {
		return new BsonReader(this.bytes, this.from).readDocument();
	}

	/** What indexes look at. */
	Document indexed() {
		return new BsonReader(this.bytes, this.from).readIndexed();
	}

	/** The document of these fields behind those of another. */
	byte[] behind(Document first) {
		return DocumentBytes.join(DocumentBytes.encode(first), this);
	}

	@Override
	public String toString() {
		return decode().toString();
	}

}
