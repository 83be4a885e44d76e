package dev.recap.standalone.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One row of the table: a call, and what each visitor gets.
 *
 * @param method {@code WS} for a socket
 * @param body what is sent, or the socket's first frame; null for nothing
 * @param cells in the order of the visitors
 */
record Row(String method, String target, @Nullable String body, List<String> cells) {

	static List<Row> table() {
		try (InputStream in = Row.class.getResourceAsStream("/callers.txt")) {
			if (in == null) {
				throw new IllegalStateException("There is no table");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.isBlank() && !line.startsWith("#"))
				.map(Row::parse)
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Row parse(String line) {
		String[] halves = line.split("\\s< ", 2);
		List<String> words = Arrays.asList(halves[0].trim().split("\\s+"));
		List<String> cells = words.subList(2, words.size());
		if (cells.size() != Visitor.values().length) {
			throw new IllegalStateException("Not a cell for each visitor: " + line);
		}
		return new Row(words.get(0), words.get(1), (halves.length > 1) ? halves[1].trim() : null, cells);
	}

	/** As the OpenAPI document has it. */
	String operation() {
		return this.method + " " + this.target.replaceAll("\\?.*", "").replace("{self}", "{user_id}");
	}

	boolean isSocket() {
		return this.method.equals("WS");
	}

	/** What a visitor gets where anonymous use is off. */
	String closed(Visitor visitor) {
		return this.cells.get(visitor.ordinal());
	}

	/**
	 * What a visitor gets where anonymous use is on: nobody may do all and see what
	 * operators see, but a ticket speaks for somebody.
	 */
	String open(Visitor visitor) {
		boolean anybody = visitor == Visitor.NOBODY && !operation().equals("POST /ws/ticket");
		boolean operators = operation().equals("GET /metrics") || operation().equals("GET /config");
		return (anybody || (operators && !visitor.isBad())) ? closed(Visitor.ADMIN) : closed(visitor);
	}

	@Override
	public String toString() {
		return this.method + " " + this.target + ((this.body != null) ? " < " + this.body : "");
	}

}
