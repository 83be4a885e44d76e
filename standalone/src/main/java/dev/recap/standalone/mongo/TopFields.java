package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Some of the fields of a document, taken out of its BSON before it is decoded: a query
 * looks at few, and a message's terms alone are half of what there is to decode. See the
 * BSON specification, 1.1.
 *
 * @param names of fields of the document itself
 * @param wanted whether these are taken, or all others
 */
record TopFields(Set<String> names, boolean wanted) {

	private static final TopFields ALL = new TopFields(Set.of(), false);

	/** What has to be known of a document to say whether it matches. */
	static TopFields of(Document query) {
		Set<String> names = new HashSet<>();
		for (String key : query.keySet()) {
			if (key.startsWith("$")) {
				return ALL;
			}
			names.add(first(key));
		}
		return new TopFields(names, true);
	}

	/** What is left by a projection, or more. */
	static TopFields ofProjection(@Nullable Document projection) {
		if (projection == null || projection.isEmpty()) {
			return ALL;
		}
		if (isExclusion(projection)) {
			return new TopFields(Set.copyOf(projection.keySet()), false);
		}
		Set<String> names = new HashSet<>(Set.of("_id"));
		for (Map.Entry<String, Object> field : projection.entrySet()) {
			if (field.getValue() instanceof Document) {
				return ALL;
			}
			names.add(first(field.getKey()));
		}
		boolean includes = projection.entrySet().stream().anyMatch((field) -> isOne(field.getValue()));
		return includes ? new TopFields(names, true) : ALL;
	}

	/** Whether a projection leaves out or selects whole fields and does nothing else. */
	static boolean isWhole(@Nullable Document projection) {
		return projection == null || projection.isEmpty() || isExclusion(projection) || isSelection(projection);
	}

	private static boolean isSelection(Document projection) {
		return projection.entrySet()
			.stream()
			.allMatch((field) -> isOne(field.getValue()) && field.getKey().indexOf('.') < 0
					&& !field.getKey().startsWith("$"));
	}

	private static boolean isExclusion(Document projection) {
		return projection.entrySet()
			.stream()
			.allMatch((field) -> isZero(field.getValue()) && field.getKey().indexOf('.') < 0
					&& !field.getKey().equals("_id"));
	}

	private static boolean isZero(@Nullable Object value) {
		return Boolean.FALSE.equals(value) || value instanceof Number number && number.doubleValue() == 0;
	}

	private static boolean isOne(@Nullable Object value) {
		return Boolean.TRUE.equals(value) || value instanceof Number number && number.doubleValue() != 0;
	}

	private static String first(String path) {
		int dot = path.indexOf('.');
		return (dot < 0) ? path : path.substring(0, dot);
	}

	/** Where the element of a field begins; -1 when there is none. */
	static int find(byte[] name, byte[] document) {
		int at = Integer.BYTES;
		while (document[at] != 0) {
			int value = afterText(document, at + 1);
			if (Arrays.equals(document, at + 1, value - 1, name, 0, name.length)) {
				return at;
			}
			at = value + length(document[at], document, value);
		}
		return -1;
	}

	/** The document with these fields alone. */
	byte[] of(byte[] document) {
		if (this == ALL) {
			return document;
		}
		byte[] part = new byte[document.length];
		int used = Integer.BYTES;
		int at = Integer.BYTES;
		while (document[at] != 0) {
			int name = at + 1;
			int value = afterText(document, name);
			int next = value + length(document[at], document, value);
			if (this.names
				.contains(new String(document, name, value - name - 1, StandardCharsets.UTF_8)) == this.wanted) {
				System.arraycopy(document, at, part, used, next - at);
				used += next - at;
			}
			at = next;
		}
		used++;
		DocumentBytes.writeLength(part, used);
		return Arrays.copyOf(part, used);
	}

	private static int length(byte type, byte[] document, int at) {
		return switch (type) {
			case 0x06, 0x0A, 0x7F, (byte) 0xFF -> 0;
			case 0x08 -> 1;
			case 0x10 -> 4;
			case 0x01, 0x09, 0x11, 0x12 -> 8;
			case 0x07 -> 12;
			case 0x13 -> 16;
			case 0x02, 0x0D, 0x0E -> 4 + integer(document, at);
			case 0x0C -> 4 + integer(document, at) + 12;
			case 0x03, 0x04, 0x0F -> integer(document, at);
			case 0x05 -> 5 + integer(document, at);
			case 0x0B -> afterText(document, afterText(document, at)) - at;
			default -> throw new IllegalArgumentException("There is no BSON type " + type);
		};
	}

	private static int afterText(byte[] document, int from) {
		int at = from;
		while (document[at] != 0) {
			at++;
		}
		return at + 1;
	}

	/** In BSON the least byte comes first. */
	static int integer(byte[] document, int at) {
		return document[at] & 0xFF | (document[at + 1] & 0xFF) << 8 | (document[at + 2] & 0xFF) << 16
				| (document[at + 3] & 0xFF) << 24;
	}

}
