package dev.recap.standalone.mongo;

import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Writes the answers to what {@link CommandDecoder} reads. */
final class ReplyEncoder extends MongoWireMessageEncoder {

	private static final int HEADER = 5 * Integer.BYTES + 1;

	@Override
	protected void encode(ChannelHandlerContext context, MongoMessage message, ByteBuf target) {
		BsonWriter document = new BsonWriter().document(message.getDocument());
		MessageHeader header = message.getHeader();
		int length = HEADER + document.length();
		target.ensureWritable(length);
		target.writeIntLE(length)
			.writeIntLE(header.getRequestID())
			.writeIntLE(header.getResponseTo())
			.writeIntLE(OpCode.OP_MSG.getId())
			.writeIntLE(message.getFlags())
			.writeByte(MongoMessage.SECTION_KIND_BODY);
		document.writeTo(target);
	}

}
