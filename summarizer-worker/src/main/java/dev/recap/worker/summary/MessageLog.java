package dev.recap.worker.summary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a conversation, read in the log's order a page at a time, so that a long
 * conversation does not lie in memory as a whole.
 */
final class MessageLog {

	private static final int PAGE = 500;

	private static final Comparator<MessageDocument> BY_TIME = Comparator.comparing(MessageDocument::timestamp)
		.thenComparing(MessageLog::asOf);

	private final Pages pages;

	private final AsOf after;

	private final AsOf until;

	private final List<Source> sources = new ArrayList<>();

	/**
	 * Reads ranges of partitions.
	 * @param after before the first message
	 * @param until the last message, or anything after it
	 */
	MessageLog(Pages pages, List<Range> ranges, AsOf after, AsOf until) {
		this.pages = pages;
		this.after = after;
		this.until = until;
		ranges.forEach((range) -> this.sources.add(new Source(range)));
	}

	static AsOf asOf(MessageDocument message) {
		return AsOf.of(message.appendedAt().toEpochMilli(), message.partition(), message.offset());
	}

	boolean hasNext() {
		return earliest() != null;
	}

	/**
	 * The next messages, oldest first by event time; empty when there are none left.
	 * @param limit how many at most
	 * @param characters after how many characters of content to stop
	 */
	List<MessageDocument> next(int limit, int characters) {
		List<MessageDocument> chunk = new ArrayList<>();
		int length = 0;
		for (Source source = earliest(); source != null; source = earliest()) {
			MessageDocument head = source.head();
			if (chunk.size() == limit || (!chunk.isEmpty() && length + head.content().length() > characters)) {
				break;
			}
			chunk.add(source.take());
			length += head.content().length();
		}
		chunk.sort(BY_TIME);
		return chunk;
	}

	/** What is left of them, one by one. */
	Iterator<MessageDocument> all() {
		return Stream.generate(() -> next(PAGE, Integer.MAX_VALUE))
			.takeWhile((page) -> !page.isEmpty())
			.flatMap(List::stream)
			.iterator();
	}

	private @Nullable Source earliest() {
		this.sources.removeIf((source) -> !source.fill());
		return this.sources.stream()
			.filter((source) -> asOf(source.head()).compareTo(this.until) <= 0)
			.min(Comparator.comparing((source) -> asOf(source.head())))
			.orElse(null);
	}

	/** Reads one page of a partition's messages, in the order of their offsets. */
	interface Pages {

		List<MessageDocument> read(Range range, int limit);

	}

	/**
	 * Messages of one partition.
	 *
	 * @param after the offset before the first
	 * @param until the last offset
	 */
	record Range(int partition, long after, long until) {
	}

	/** What is left of one partition. */
	private final class Source {

		private final Deque<MessageDocument> page = new ArrayDeque<>();

		private Range left;

		private boolean last;

		Source(Range range) {
			this.left = range;
		}

		boolean fill() {
			while (this.page.isEmpty() && !this.last) {
				List<MessageDocument> read = MessageLog.this.pages.read(this.left, PAGE);
				this.last = read.size() < PAGE;
				if (!read.isEmpty()) {
					this.left = new Range(this.left.partition(), read.getLast().offset(), this.left.until());
				}
				read.stream()
					.filter((message) -> asOf(message).compareTo(MessageLog.this.after) > 0)
					.forEach(this.page::add);
			}
			return !this.page.isEmpty();
		}

		MessageDocument head() {
			return this.page.element();
		}

		MessageDocument take() {
			return this.page.remove();
		}

	}

}
