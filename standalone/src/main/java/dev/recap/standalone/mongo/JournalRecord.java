package dev.recap.standalone.mongo;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** A record of the {@link Journal} that is being made, and written from where it lies. */
final class JournalRecord extends ByteArrayOutputStream {

	/** Of the length, its checksum, and that of the content. */
	static final int HEADER = 12;

	/** What is larger is written in several records. */
	private static final int MOST_BYTES = 8 * 1024 * 1024;

	private final DataOutputStream output = new DataOutputStream(this);

	JournalRecord() {
		reset();
	}

	boolean isEmpty() {
		return size() == HEADER;
	}

	boolean isFull() {
		return size() > MOST_BYTES;
	}

	void add(Change change) {
		try {
			this.output.writeByte(kind(change));
			this.output.writeUTF(change.namespace());
			byte[] document = document(change);
			this.output.writeInt(document.length);
			this.output.write(document);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Writes what was added, and is empty then. */
	void writeTo(FileChannel target) throws IOException {
		ByteBuffer record = finish();
		while (record.hasRemaining()) {
			target.write(record);
		}
		reset();
	}

	private ByteBuffer finish() {
		ByteBuffer record = ByteBuffer.wrap(this.buf, 0, this.count);
		int length = this.count - HEADER;
		record.putInt(0, length);
		record.putInt(Integer.BYTES, checksum(this.buf, 0, Integer.BYTES));
		record.putInt(2 * Integer.BYTES, checksum(this.buf, HEADER, length));
		return record;
	}

	@Override
	public void reset() {
		this.count = HEADER;
	}

	static int checksum(byte[] bytes, int from, int length) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, from, length);
		return (int) checksum.getValue();
	}

	static Change read(DataInputStream input) throws IOException {
		int kind = input.readUnsignedByte();
		String namespace = input.readUTF();
		return change(kind, namespace, input.readNBytes(input.readInt()));
	}

	private static int kind(Change change) {
		return switch (change) {
			case Change.Stored stored -> 1;
			case Change.Removed removed -> 2;
			case Change.CollectionCreated created -> 3;
			case Change.CollectionDropped dropped -> 4;
			case Change.IndexCreated created -> 5;
			case Change.IndexDropped dropped -> 6;
		};
	}

	private static byte[] document(Change change) {
		return switch (change) {
			case Change.Stored stored -> stored.document();
			case Change.Removed removed -> removed.id();
			case Change.CollectionCreated created -> new byte[0];
			case Change.CollectionDropped dropped -> new byte[0];
			case Change.IndexCreated created -> created.description();
			case Change.IndexDropped dropped -> dropped.name();
		};
	}

	private static Change change(int kind, String namespace, byte[] document) throws IOException {
		return switch (kind) {
			case 1 -> new Change.Stored(namespace, document);
			case 2 -> new Change.Removed(namespace, document);
			case 3 -> new Change.CollectionCreated(namespace);
			case 4 -> new Change.CollectionDropped(namespace);
			case 5 -> new Change.IndexCreated(namespace, document);
			case 6 -> new Change.IndexDropped(namespace, document);
			default -> throw new IOException("unknown kind of change " + kind);
		};
	}

}
