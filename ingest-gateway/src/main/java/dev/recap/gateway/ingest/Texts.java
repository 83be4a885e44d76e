package dev.recap.gateway.ingest;

/** Lengths of text in UTF-8, found without encoding it. */
final class Texts {

	/** The length of text that has no encoding: half of a surrogate pair is missing. */
	static final int UNPAIRED = -1;

	private Texts() {
	}

	/** Bytes of UTF-8, or {@link #UNPAIRED}. */
	static int utf8Length(String text) {
		int length = text.length();
		int bytes = length;
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (c < 0x80) {
				continue;
			}
			if (!Character.isSurrogate(c)) {
				bytes += (c < 0x800) ? 1 : 2;
			}
			else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
				bytes += 2;
				i++;
			}
			else {
				return UNPAIRED;
			}
		}
		return bytes;
	}

}
