package dev.recap.worker.summary.llm;

import java.util.ArrayList;
import java.util.List;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.recap.schema.Timestamps;
import dev.recap.schema.store.MessageDocument;

/**
 * Cuts messages into pages that a call can show, counted in tokens; a message longer than
 * a page goes on on the next, so that nothing is left out.
 */
final class Pages {

	private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

	/** What a line has beside its text and author: number and time. */
	private static final int LINE_TOKENS = 32;

	private final int budget;

	Pages(int budget) {
		this.budget = Math.max(budget, 4 * LINE_TOKENS);
	}

	static int tokens(String text) {
		return ENCODING.countTokensOrdinary(text);
	}

	List<Page> cut(List<MessageDocument> messages) {
		List<Page> pages = new ArrayList<>();
		List<Line> lines = new ArrayList<>();
		int used = 0;
		for (MessageDocument message : messages) {
			for (String piece : pieces(message.content())) {
				int cost = tokens(piece) + tokens(message.userId()) + LINE_TOKENS;
				if (!lines.isEmpty() && used + cost > this.budget) {
					pages.add(new Page(List.copyOf(lines)));
					lines.clear();
					used = 0;
				}
				lines.add(new Line(message, piece));
				used += cost;
			}
		}
		pages.add(new Page(List.copyOf(lines)));
		return pages;
	}

	private List<String> pieces(String text) {
		if (tokens(text) + LINE_TOKENS <= this.budget) {
			return List.of(text);
		}
		int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
		List<String> pieces = new ArrayList<>(pieces(text.substring(0, middle)));
		pieces.addAll(pieces(text.substring(middle)));
		return pieces;
	}

	/** A message, or a piece of a long one. */
	record Line(MessageDocument message, String text) {
	}

	/** What one call shows. */
	record Page(List<Line> lines) {

		/** The messages by their numbers in the text, less one. */
		List<MessageDocument> messages() {
			return this.lines.stream().map(Line::message).toList();
		}

		String text() {
			StringBuilder text = new StringBuilder();
			for (int i = 0; i < this.lines.size(); i++) {
				Line line = this.lines.get(i);
				text.append('[')
					.append(i + 1)
					.append("] ")
					.append(Timestamps.format(line.message().timestamp()))
					.append(' ')
					.append(fenced(line.message().userId()))
					.append(": ")
					.append(fenced(line.text()))
					.append('\n');
			}
			return text.toString();
		}

	}

	/** Text from a chat cannot end the fence it stands in. */
	static String fenced(String text) {
		return text.replace("<", "‹").replace(">", "›");
	}

}
