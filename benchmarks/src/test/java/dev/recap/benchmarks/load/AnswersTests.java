package dev.recap.benchmarks.load;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswersTests {

	private static final String COUNTED = "HTTP/1.1 201 Created\r\nX-Position: 1:2\r\ncontent-length: 4\r\n\r\nabcd";

	private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n";

	@Test
	void findsTheEndOfACountedAnswer() {
		assertThat(Answers.length(bytes(COUNTED + "HTTP/1.1 2"))).isEqualTo(COUNTED.length());
		assertThat(Answers.status(bytes(COUNTED))).isEqualTo(201);
	}

	@Test
	void findsTheEndOfAChunkedAnswer() {
		assertThat(Answers.length(bytes(CHUNKED + "HTTP"))).isEqualTo(CHUNKED.length());
	}

	@Test
	void waitsForAllOfAnAnswer() {
		for (String answer : new String[] { COUNTED, CHUNKED }) {
			for (int i = 0; i < answer.length(); i++) {
				assertThat(Answers.length(bytes(answer.substring(0, i)))).as("%d bytes", i).isZero();
			}
		}
	}

	private static ByteBuf bytes(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

}
