package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.List;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads the messages that drivers send nearly always; any other is left to the library.
 */
final class CommandDecoder extends MongoWireProtocolHandler {

	/** Length, request, response and kind of message, then flags. */
	private static final int HEADER = 5 * Integer.BYTES;

	private static final int KIND = 3 * Integer.BYTES;

	@Override
	protected ClientRequest decode(ChannelHandlerContext context, ByteBuf received) throws Exception {
		if (!isWholeAndPlain(received)) {
			return super.decode(context, received);
		}
		int length = received.readIntLE();
		MessageHeader header = new MessageHeader(length, received.readIntLE(), received.readIntLE());
		received.skipBytes(2 * Integer.BYTES);
		byte[] sections = new byte[length - HEADER];
		received.readBytes(sections);
		return new MongoMessage(context.channel(), header, command(new BsonReader(sections, 0)));
	}

	private static boolean isWholeAndPlain(ByteBuf received) {
		int start = received.readerIndex();
		if (received.readableBytes() <= HEADER) {
			return false;
		}
		int length = received.getIntLE(start);
		return length > HEADER && length <= MAX_MESSAGE_SIZE_BYTES && length <= received.readableBytes()
				&& received.getIntLE(start + KIND) == OpCode.OP_MSG.getId()
				&& received.getIntLE(start + KIND + Integer.BYTES) == 0;
	}

	private static Document command(BsonReader sections) {
		Document command = new Document();
		Document sequences = new Document();
		while (!sections.isAtEnd()) {
			byte kind = sections.readByte();
			switch (kind) {
				case MongoMessage.SECTION_KIND_BODY -> command.putAll(sections.readDocument());
				case MongoMessage.SECTION_KIND_DOCUMENT_SEQUENCE -> readSequence(sections, sequences);
				default -> throw new IllegalArgumentException("There is no kind of section " + kind);
			}
		}
		command.putAll(sequences);
		return command;
	}

	private static void readSequence(BsonReader sections, Document sequences) {
		int start = sections.position();
		int end = start + sections.readInt();
		String name = sections.readName();
		boolean updates = name.equals("updates");
		List<Document> documents = new ArrayList<>();
		while (sections.position() < end) {
			documents.add(updates ? sections.readUpdate() : sections.readDocument());
		}
		sequences.put(name, documents);
	}

}
