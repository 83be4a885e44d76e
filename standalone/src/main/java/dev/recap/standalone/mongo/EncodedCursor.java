package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;

/**
 * The rest of a query's documents, as they were when it was asked, decoded as they are
 * taken.
 */
final class EncodedCursor extends AbstractCursor {

	/** A reply above 48 MB breaks the connection. */
	private static final int BATCH_BYTES = 16 * 1024 * 1024;

	private final List<byte[]> documents;

	private final UnaryOperator<List<Document>> projection;

	private int taken;

	EncodedCursor(long id, List<byte[]> documents, UnaryOperator<List<Document>> projection) {
		super(id);
		this.documents = documents;
		this.projection = projection;
	}

	@Override
	public boolean isEmpty() {
		return this.taken == this.documents.size();
	}

	/** Takes so many documents at most, all for 0, and no more than fit into a reply. */
	@Override
	public List<Document> takeDocuments(int number) {
		List<Document> batch = new ArrayList<>();
		int bytes = 0;
		while (!isEmpty() && (number == 0 || batch.size() < number)) {
			byte[] document = this.documents.get(this.taken);
			bytes += document.length;
			if (bytes > BATCH_BYTES && !batch.isEmpty()) {
				break;
			}
			batch.add(DocumentBytes.decode(document));
			this.taken++;
		}
		return this.projection.apply(batch);
	}

}
