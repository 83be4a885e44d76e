package dev.recap.standalone.mongo;

import java.util.Map;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A document as BSON where the library has decoded ones. What an upsert inserts, as it
 * came: most of what an archive writes is stored just so, and decoding and encoding it
 * took half of the server's time. Or what a find command answers, as it is stored: that
 * was half of the time of a page.
 */
record EncodedFields(byte[] bytes, int from, int to) {

	static final String OPERATOR = "$setOnInsert";

	/** The only field of a document that stands for these. */
	private static final String ALL = "$encoded";

	static EncodedFields of(Document fields) {
		byte[] encoded = DocumentBytes.encode(fields);
		return new EncodedFields(encoded, 0, encoded.length);
	}

	/** A document that only {@link BsonWriter} understands. */
	static Document document(byte[] bytes) {
		return new Document(ALL, new EncodedFields(bytes, 0, bytes.length));
	}

	/** What a document stands for; null when it stands for itself. */
	static @Nullable EncodedFields standIn(Map<?, ?> document) {
		return (document.get(ALL) instanceof EncodedFields fields) ? fields : null;
	}

	/** A document as the library knows it. */
	static Document decoded(Document document) {
		EncodedFields fields = standIn(document);
		return (fields != null) ? fields.decode() : document;
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
