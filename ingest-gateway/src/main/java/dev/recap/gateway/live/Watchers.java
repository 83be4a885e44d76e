package dev.recap.gateway.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.recap.gateway.tail.EventListener;
import dev.recap.gateway.tail.SummaryListener;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.ConversationDeleted;
import dev.recap.schema.event.ChatEvent.ConversationEnded;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.SummaryEvent.SummaryUpdated;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import reactor.core.scheduler.Schedulers;

/** The sockets of this instance that watch conversations. */
final class Watchers implements EventListener, SummaryListener {

	private final Map<String, List<Watcher>> watchers = new ConcurrentHashMap<>();

	private final Duration farewell;

	Watchers(Duration farewell) {
		this.farewell = farewell;
	}

	void add(Watcher watcher) {
		this.watchers.computeIfAbsent(watcher.conversationId(), (id) -> new CopyOnWriteArrayList<>()).add(watcher);
	}

	void remove(Watcher watcher) {
		this.watchers.computeIfPresent(watcher.conversationId(), (id, all) -> {
			all.remove(watcher);
			return all.isEmpty() ? null : all;
		});
	}

	int size() {
		return this.watchers.values().stream().mapToInt(List::size).sum();
	}

	@Override
	public boolean following() {
		return !this.watchers.isEmpty();
	}

	@Override
	public boolean follows(String conversationId) {
		return this.watchers.containsKey(conversationId);
	}

	@Override
	public void happened(ChatEvent event, Position position) {
		List<Watcher> watching = this.watchers.getOrDefault(event.conversationId(), List.of());
		switch (event) {
			case ConversationDeleted deleted -> watching.forEach(Watcher::over);
			case ConversationEnded ended -> {
				watching.forEach(Watcher::ending);
				// A conversation that ends in the middle of nothing gets no last summary.
				Schedulers.parallel()
					.schedule(() -> watching.forEach(Watcher::over), this.farewell.toMillis(), TimeUnit.MILLISECONDS);
			}
			default -> {
			}
		}
	}

	@Override
	public void summarized(SummaryUpdated event) {
		ConversationSummary rolling = (event.summary().type() == SummaryType.ROLLING) ? event.summary()
				: event.rolling();
		if (rolling != null) {
			this.watchers.getOrDefault(event.conversationId(), List.of()).forEach((watcher) -> watcher.show(rolling));
		}
	}

	@Override
	public void erased(String conversationId) {
		this.watchers.getOrDefault(conversationId, List.of()).forEach(Watcher::over);
	}

}
