package dev.recap.web;

import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The header that carries a position of {@code chat-messages}: a write answers it, a read
 * that sends it back sees that write.
 */
public final class PositionHeader {

	public static final String NAME = "X-Position";

	private PositionHeader() {
	}

	/**
	 * The position a request carries, or null when it carries none.
	 * @throws ApiException 400 when it is no position
	 */
	public static @Nullable Position read(HttpHeaders headers) {
		String token = headers.getFirst(NAME);
		if (token == null || token.isBlank()) {
			return null;
		}
		Position position = Position.parse(token.strip());
		if (position == null) {
			throw ApiException.invalid(NAME, "must be a position such as 3:128, as a write answered it");
		}
		return position;
	}

}
