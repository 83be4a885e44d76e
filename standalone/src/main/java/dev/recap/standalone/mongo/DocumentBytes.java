package dev.recap.standalone.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** A document as BSON, the form it is kept and journaled in. */
final class DocumentBytes {

	private DocumentBytes() {
	}

	static byte[] encode(Document document) {
		ByteBuf buffer = Unpooled.buffer(512);
		BsonEncoder.encodeDocument(document, buffer);
		if (buffer.readableBytes() > BsonConstants.MAX_BSON_OBJECT_SIZE) {
			throw new MongoServerError(10334, "BSONObjectTooLarge",
					"object to insert too large. size in bytes: " + buffer.readableBytes());
		}
		return ByteBufUtil.getBytes(buffer);
	}

	static Document decode(byte[] bytes) {
		return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
	}

}
