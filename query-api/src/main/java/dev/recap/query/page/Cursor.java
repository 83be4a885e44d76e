package dev.recap.query.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a page ended, as an opaque token: a version, what is paged, and the values to go
 * on after.
 */
public record Cursor(String kind, List<String> values) {

	private static final String VERSION = "1";

	private static final String SEPARATOR = "\n";

	public Cursor {
		values = List.copyOf(values);
	}

	public static Cursor of(String kind, Object... values) {
		return new Cursor(kind, Arrays.stream(values).map(String::valueOf).toList());
	}

	/** The token, safe in a URL. */
	public String token() {
		String text = Stream.concat(Stream.of(VERSION, this.kind), this.values.stream())
			.collect(Collectors.joining(SEPARATOR));
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads a token.
	 * @throws IllegalArgumentException when it is none of that kind with so many values
	 */
	public static Cursor read(String token, String kind, int count) {
		List<String> parts = List.of(text(token).split(SEPARATOR, -1));
		if (parts.size() != count + 2 || !parts.getFirst().equals(VERSION) || !parts.get(1).equals(kind)) {
			throw new IllegalArgumentException("no cursor of " + kind);
		}
		return new Cursor(kind, parts.subList(2, parts.size()));
	}

	private static String text(String token) {
		try {
			ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
			return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
