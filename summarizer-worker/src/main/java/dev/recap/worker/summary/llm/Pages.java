package dev.recap.worker.summary.llm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.recap.schema.Timestamps;
import dev.recap.schema.store.MessageDocument;
import dev.recap.worker.budget.Tokens;

/**
 * Cuts messages into pages that a call can show, counted in tokens; a message longer than
 * a page goes on on the next, so that nothing is left out.
 */
final class Pages {

	/** The number before a line and its end. */
	private static final int FRAME = 8;

	private static final int LEAST = 64;

	private final Deque<Line> left = new ArrayDeque<>();

	/**
	 * Cuts messages.
	 * @param shown how a text is to be shown
	 */
	Pages(List<MessageDocument> messages, UnaryOperator<String> shown) {
		for (MessageDocument message : messages) {
			this.left.add(new Line(message, shown.apply(message.userId()), shown.apply(message.content())));
		}
	}

	boolean hasNext() {
		return !this.left.isEmpty();
	}

	/**
	 * The next page.
	 * @param budget how many tokens it may have
	 */
	Page next(int budget) {
		List<Line> lines = new ArrayList<>();
		int used = 0;
		while (!this.left.isEmpty()) {
			Line line = this.left.element();
			int cost = Tokens.count(line.shown()) + FRAME;
			if (used + cost <= budget) {
				lines.add(this.left.remove());
				used += cost;
			}
			else if (lines.isEmpty() && line.text().length() > LEAST) {
				this.left.remove();
				this.left.addFirst(line.secondHalf());
				this.left.addFirst(line.firstHalf());
			}
			else if (lines.isEmpty()) {
				throw new IllegalStateException("A call has no room for a line of " + cost + " tokens");
			}
			else {
				break;
			}
		}
		return new Page(List.copyOf(lines));
	}

	/**
	 * A message, or a piece of a long one.
	 *
	 * @param author who wrote it, as shown
	 * @param text what was written, as shown
	 */
	record Line(MessageDocument message, String author, String text) {

		String shown() {
			return Timestamps.format(this.message.timestamp()) + ' ' + fenced(this.author) + ": " + fenced(this.text)
					+ '\n';
		}

		Line firstHalf() {
			return new Line(this.message, this.author, this.text.substring(0, middle()));
		}

		Line secondHalf() {
			return new Line(this.message, this.author, this.text.substring(middle()));
		}

		private int middle() {
			return this.text.offsetByCodePoints(0, this.text.codePointCount(0, this.text.length()) / 2);
		}

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
				text.append('[').append(i + 1).append("] ").append(this.lines.get(i).shown());
			}
			return text.toString();
		}

	}

	/** Text from a chat cannot end the fence it stands in. */
	static String fenced(String text) {
		return text.replace("<", "‹").replace(">", "›");
	}

	/** Text as it was before it was fenced. */
	static String unfenced(String text) {
		return text.replace("‹", "<").replace("›", ">");
	}

}
