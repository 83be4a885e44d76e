package dev.recap.worker.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.event.ChatEvent.ConversationRestored;
import dev.recap.schema.event.ChatEvent.ConversationUpdated;
import dev.recap.schema.event.ChatEvent.ItemChanged;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.ChatEvent.MessageRead;
import dev.recap.schema.event.ChatEvent.UserErased;
import dev.recap.schema.event.Usage;
import dev.recap.schema.store.ConversationDocument;
import dev.recap.schema.store.ConversationDocument.Status;
import org.jspecify.annotations.Nullable;

/** A conversation after a plan, given which of its messages are new. */
final class Outcome {

	private final Plan plan;

	private final List<Entry> counted;

	private boolean exists;

	private Status status;

	private @Nullable String title;

	private @Nullable String owner;

	private @Nullable Map<String, Object> metadata;

	private @Nullable Instant createdAt;

	private @Nullable Instant updatedAt;

	private @Nullable Instant firstAt;

	private @Nullable Instant lastAt;

	private @Nullable MessagePosted lastMessage;

	private @Nullable Instant activeAt;

	private @Nullable Instant statusSince;

	private Usage usage = new Usage(0, 0, 0);

	private final List<MessageRead> reads = new ArrayList<>();

	/**
	 * Follows the plan.
	 * @param counted the plan's messages that are new, in their order
	 */
	Outcome(Plan plan, List<Entry> counted) {
		this.plan = plan;
		this.counted = counted;
		ConversationDocument before = (plan.stored() != null && plan.erasure() == null) ? plan.stored().conversation()
				: null;
		this.exists = before != null && before.status() != Status.ERASED;
		this.status = (before != null) ? before.status() : Status.ERASED;
		if (before != null && this.exists) {
			this.title = before.title();
			this.owner = before.userId();
			this.firstAt = before.firstAt();
			this.lastAt = before.lastAt();
			this.updatedAt = before.updatedAt();
			this.createdAt = before.createdAt();
		}
		inOrder().forEach(this::follow);
	}

	private List<Entry> inOrder() {
		List<Entry> all = new ArrayList<>(this.counted);
		all.addAll(this.plan.others());
		all.sort((one, other) -> Long.compare(one.offset(), other.offset()));
		return all;
	}

	private void follow(Entry entry) {
		Status before = this.status;
		happen(entry);
		if (entry.touches() && this.exists && (this.activeAt == null || entry.appendedAt().isAfter(this.activeAt))) {
			this.activeAt = entry.appendedAt();
		}
		if (this.status != before) {
			this.statusSince = entry.appendedAt();
		}
	}

	private void happen(Entry entry) {
		switch (entry.event()) {
			case MessagePosted message -> said(message);
			case ConversationUpdated updated -> updated(updated);
			case ConversationEnded ended -> become(Status.ACTIVE, Status.ENDED, ended.timestamp());
			case ConversationDeleted deleted -> {
				become(Status.ACTIVE, Status.DELETED, deleted.timestamp());
				become(Status.ENDED, Status.DELETED, deleted.timestamp());
			}
			case ConversationRestored restored -> become(Status.DELETED, Status.ACTIVE, restored.timestamp());
			case MessageRead read -> this.reads.add(read);
			case ItemChanged changed -> {
			}
			case UserErased erased ->
				throw new IllegalStateException("Users are erased before anything else is planned");
		}
	}

	private void said(MessagePosted message) {
		create(message.timestamp());
		if (this.status == Status.ENDED) {
			this.status = Status.ACTIVE;
		}
		if (this.owner == null) {
			this.owner = message.userId();
		}
		if (this.firstAt == null || message.timestamp().isBefore(this.firstAt)) {
			this.firstAt = message.timestamp();
		}
		if (this.lastAt == null || !message.timestamp().isBefore(this.lastAt)) {
			this.lastAt = message.timestamp();
			this.lastMessage = message;
		}
		if (message.usage() != null) {
			this.usage = this.usage.plus(message.usage());
		}
		touch(message.timestamp());
	}

	private void updated(ConversationUpdated updated) {
		create(updated.timestamp());
		this.title = (updated.title() != null) ? updated.title() : this.title;
		this.owner = (updated.userId() != null) ? updated.userId() : this.owner;
		this.metadata = (updated.metadata() != null) ? updated.metadata() : this.metadata;
		touch(updated.timestamp());
	}

	private void become(Status from, Status to, Instant at) {
		if (this.exists && this.status == from) {
			this.status = to;
			touch(at);
		}
	}

	private void create(Instant at) {
		if (!this.exists) {
			this.exists = true;
			this.status = Status.ACTIVE;
			this.createdAt = at;
		}
	}

	private void touch(Instant at) {
		if (this.updatedAt == null || at.isAfter(this.updatedAt)) {
			this.updatedAt = at;
		}
	}

	Plan plan() {
		return this.plan;
	}

	List<Entry> counted() {
		return this.counted;
	}

	/** Whether there is a conversation, shown or hidden. */
	boolean exists() {
		return this.exists;
	}

	Status status() {
		return this.status;
	}

	boolean hidden() {
		return this.status == Status.DELETED;
	}

	@Nullable String title() {
		return this.title;
	}

	@Nullable String owner() {
		return this.owner;
	}

	/** New metadata; null when they stay. */
	@Nullable Map<String, Object> metadata() {
		return this.metadata;
	}

	Instant createdAt() {
		return (this.createdAt != null) ? this.createdAt : Instant.EPOCH;
	}

	Instant updatedAt() {
		return (this.updatedAt != null) ? this.updatedAt : createdAt();
	}

	@Nullable Instant firstAt() {
		return this.firstAt;
	}

	@Nullable Instant lastAt() {
		return this.lastAt;
	}

	/** The latest message when the batch has it; null when it stays. */
	@Nullable MessagePosted lastMessage() {
		return this.lastMessage;
	}

	/** When the batch last touched it, by the broker's clock; null when it did not. */
	@Nullable Instant activeAt() {
		return this.activeAt;
	}

	/** When the batch last changed its status; null when it did not. */
	@Nullable Instant statusSince() {
		return this.statusSince;
	}

	/** What the new messages cost. */
	Usage usage() {
		return this.usage;
	}

	List<MessageRead> reads() {
		return this.reads;
	}

}
