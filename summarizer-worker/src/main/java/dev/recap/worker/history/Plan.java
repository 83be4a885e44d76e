package dev.recap.worker.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * What entries of one partition mean for one conversation, told from what is stored of
 * it: what was applied before, or was accepted before an erasure, is left out.
 *
 * @param stored the conversation as it was read; null when there is none
 * @param erasure the last hard delete of the batch; null when there is none
 * @param voided ids of messages the erasure has overtaken before they were stored
 * @param messages the messages to store, by id, the first of each
 * @param others what else happens after the erasure, in order
 * @param last the last offset of the batch that concerns the conversation
 */
record Plan(String id, int partition, @Nullable Stored stored, @Nullable Entry erasure, Set<String> voided,
		Map<String, Entry> messages, List<Entry> others, long last) {

	static Plan of(String id, @Nullable Stored stored, List<Entry> entries) {
		Entry erasure = null;
		Set<String> voided = new TreeSet<>();
		Map<String, Entry> messages = new LinkedHashMap<>();
		List<Entry> others = new ArrayList<>();
		Instant activeAt = (stored != null) ? stored.activeAt() : null;
		for (Entry entry : entries) {
			if (known(stored, entry)) {
				if (entry.event() instanceof MessagePosted message && !applied(stored, entry)) {
					voided.add(message.messageId());
				}
				continue;
			}
			if (entry.touches() && (activeAt == null || entry.appendedAt().isAfter(activeAt))) {
				activeAt = entry.appendedAt();
			}
			if (entry.expires() && !entry.findsIdle(activeAt)) {
				continue;
			}
			if (entry.erases()) {
				erasure = entry;
				activeAt = null;
				voided.addAll(messages.keySet());
				messages.clear();
				others.clear();
			}
			else if (entry.event() instanceof MessagePosted message) {
				if (!voided.contains(message.messageId())) {
					messages.putIfAbsent(message.messageId(), entry);
				}
			}
			else {
				others.add(entry);
			}
		}
		return new Plan(id, entries.getLast().partition(), stored, erasure, voided, messages, others,
				entries.getLast().offset());
	}

	private static boolean known(@Nullable Stored stored, Entry entry) {
		if (applied(stored, entry)) {
			return true;
		}
		ConversationDocument.Erased erased = (stored != null) ? stored.conversation().erased() : null;
		return erased != null && erased.covers(entry.partition(), entry.offset(), entry.appendedAt());
	}

	private static boolean applied(@Nullable Stored stored, Entry entry) {
		return stored != null && stored.conversation().hasApplied(entry.partition(), entry.offset());
	}

	/** Which life of the conversation the plan's messages belong to. */
	String generation() {
		if (this.erasure != null) {
			return new Position(this.partition, this.erasure.offset()).toString();
		}
		return (this.stored != null) ? this.stored.conversation().generation() : "";
	}

	/**
	 * Whether the erasure comes of time that has run out, and not of somebody's wish:
	 * then the same messages may come back one day, out of the archive.
	 */
	boolean expires() {
		return this.erasure != null && this.erasure.expires() && this.stored != null
				&& this.stored.conversation().visible();
	}

	/** Whether a record of some partition was applied when the plan was made. */
	boolean applied(int ofPartition, long offset) {
		return this.stored != null && this.stored.conversation().hasApplied(ofPartition, offset);
	}

	/** What an erasure leaves: messages that another partition took after it. */
	Plan upon(Map<String, Entry> survivors) {
		return new Plan(this.id, this.partition, null, this.erasure, this.voided, survivors, List.of(), this.last);
	}

	/** Whether messages of the conversation were ever erased. */
	boolean everErased() {
		return this.erasure != null
				|| (this.stored != null && (this.stored.marked() || this.stored.conversation().erased() != null));
	}

}
