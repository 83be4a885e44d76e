package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import de.bwaldvogel.mongo.bson.Document;

/**
 * Says which documents match a query. What it asks for by one text is looked up in their
 * BSON: no more is decoded of a page of messages to see that all are of one life of their
 * conversation.
 */
final class EncodedFilter implements Predicate<byte[]> {

	private static final byte TEXT = 0x02;

	private final List<Text> texts = new ArrayList<>();

	/** What texts do not say. */
	private final Document rest = new Document();

	private final TopFields asked;

	private final Document query;

	private final TopFields askedAtAll;

	private final BiPredicate<Document, Document> matches;

	/**
	 * A filter.
	 * @param matches whether a document matches a query
	 */
	EncodedFilter(Document query, BiPredicate<Document, Document> matches) {
		query.forEach((name, value) -> {
			if (value instanceof String text && !name.startsWith("$") && name.indexOf('.') < 0) {
				this.texts.add(new Text(name.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8)));
			}
			else {
				this.rest.put(name, value);
			}
		});
		this.asked = TopFields.of(this.rest);
		this.query = query;
		this.askedAtAll = TopFields.of(query);
		this.matches = matches;
	}

	@Override
	public boolean test(byte[] document) {
		for (Text text : this.texts) {
			int element = TopFields.find(text.name(), document);
			if (element < 0) {
				return false;
			}
			if (document[element] != TEXT) {
				// An array may hold it.
				return this.matches.test(DocumentBytes.decode(this.askedAtAll.of(document)), this.query);
			}
			if (!text.isAt(document, element)) {
				return false;
			}
		}
		return this.rest.isEmpty() || this.matches.test(DocumentBytes.decode(this.asked.of(document)), this.rest);
	}

	/** A field's name and the text that it is to have. */
	private record Text(byte[] name, byte[] value) {

		boolean isAt(byte[] document, int element) {
			int start = element + 1 + this.name.length + 1 + Integer.BYTES;
			int end = start + this.value.length;
			return end < document.length && document[end] == 0
					&& TopFields.integer(document, start - Integer.BYTES) == this.value.length + 1
					&& Arrays.equals(document, start, end, this.value, 0, this.value.length);
		}

	}

}
