package dev.recap.standalone.mongo;

import java.nio.charset.StandardCharsets;

/** A string within BSON that only an index looks at, which needs its bytes. */
record EncodedText(byte[] bytes, int from, int length) {

	@Override
	public String toString() {
		return new String(this.bytes, this.from, this.length, StandardCharsets.UTF_8);
	}

}
