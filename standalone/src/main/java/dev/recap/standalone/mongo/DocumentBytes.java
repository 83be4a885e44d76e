package dev.recap.standalone.mongo;

import java.util.Arrays;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;

/** A document as BSON, the form it is kept and journaled in. */
final class DocumentBytes {

	private DocumentBytes() {
	}

	static byte[] encode(Document document) {
		BsonWriter writer = new BsonWriter().document(document);
		requireAllowed(writer.length());
		return writer.toBytes();
	}

	static Document decode(byte[] bytes) {
		return new BsonReader(bytes, 0).readDocument();
	}

	/** A document with further fields behind its own. */
	static byte[] join(byte[] document, EncodedFields further) {
		int own = document.length - 1;
		int from = further.from() + Integer.BYTES;
		int length = own + further.to() - from;
		requireAllowed(length);
		byte[] joined = Arrays.copyOf(document, length);
		System.arraycopy(further.bytes(), from, joined, own, further.to() - from);
		writeLength(joined, length);
		return joined;
	}

	/** In BSON the least byte comes first. */
	static void writeLength(byte[] document, int length) {
		for (int i = 0; i < Integer.BYTES; i++) {
			document[i] = (byte) (length >> Byte.SIZE * i);
		}
	}

	private static void requireAllowed(int length) {
		if (length > BsonConstants.MAX_BSON_OBJECT_SIZE) {
			throw new MongoServerError(10334, "BSONObjectTooLarge",
					"object to insert too large. size in bytes: " + length);
		}
	}

}
