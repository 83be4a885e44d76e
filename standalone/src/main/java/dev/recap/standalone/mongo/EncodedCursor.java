package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;

/**
 * The rest of a query's documents, as they were when it was asked, brought into the form
 * of a reply as they are taken.
 */
final class EncodedCursor extends AbstractCursor {

	/** A reply above 48 MB breaks the connection. */
	private static final int BATCH_BYTES = 16 * 1024 * 1024;

	private final List<byte[]> documents;

	private final Function<List<byte[]>, List<Document>> form;

	private int taken;

	/**
	 * A cursor.
	 * @param form what a reply holds of documents
	 */
	EncodedCursor(long id, List<byte[]> documents, Function<List<byte[]>, List<Document>> form) {
		super(id);
		this.documents = documents;
		this.form = form;
	}

	@Override
	public boolean isEmpty() {
		return this.taken == this.documents.size();
	}

	/** Takes so many documents at most, all for 0, and no more than fit into a reply. */
	@Override
	public List<Document> takeDocuments(int number) {
		List<byte[]> batch = new ArrayList<>();
		int bytes = 0;
		while (!isEmpty() && (number == 0 || batch.size() < number)) {
			byte[] document = this.documents.get(this.taken);
			bytes += document.length;
			if (bytes > BATCH_BYTES && !batch.isEmpty()) {
				break;
			}
			batch.add(document);
			this.taken++;
		}
		return this.form.apply(batch);
	}

}
