package dev.recap.worker.summary.extractive;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.ConversationSummary;
import dev.recap.schema.summary.Insights.Participant;
import dev.recap.schema.summary.Sentiment;
import org.jspecify.annotations.Nullable;

/** The tone of everybody and of each. */
record Moods(Mood all, Map<String, Mood> each) {

	private static final int LONGEST = 2000;

	static Moods of(List<MessageDocument> messages, Tongue tongue) {
		Mood all = new Mood();
		Map<String, Mood> each = new LinkedHashMap<>();
		for (MessageDocument message : messages) {
			if (message.role() != Role.SYSTEM) {
				double score = tongue.isEnglish() ? Tone.score(Text.limit(message.content(), LONGEST)) : 0;
				all.add(score);
				each.computeIfAbsent(message.userId(), (user) -> new Mood()).add(score);
			}
		}
		return new Moods(all, each);
	}

	Sentiment sentiment() {
		return Tone.label(this.all.score());
	}

	double score() {
		return Math.round(this.all.score() * 1000) / 1000.0;
	}

	/** Those who wrote, now or before, the most talkative first. */
	List<Participant> participants(@Nullable ConversationSummary previous) {
		Map<String, Participant> participants = new LinkedHashMap<>();
		Map<String, Integer> counts = new HashMap<>();
		if (previous != null) {
			previous.insights().participants().forEach((before) -> {
				participants.put(before.userId(), before);
				counts.put(before.userId(), before.messageCount());
			});
		}
		this.each.forEach((user, mood) -> participants.put(user,
				new Participant(user, counts.getOrDefault(user, 0) + mood.messages, Tone.label(mood.score()))));
		return participants.values()
			.stream()
			.sorted(Comparator.comparingInt(Participant::messageCount).reversed().thenComparing(Participant::userId))
			.toList();
	}

	/** The tone of several messages. */
	static final class Mood {

		private static final int HEARD_FROM_ONE_IN = 3;

		private int messages;

		private int toned;

		private double sum;

		void add(double score) {
			this.messages++;
			if (Math.abs(score) >= Tone.THRESHOLD) {
				this.toned++;
				this.sum += score;
			}
		}

		/** A few toned words among many plain ones make no tone. */
		double score() {
			if (this.toned == 0) {
				return 0;
			}
			return this.sum / this.toned * Math.min(1, (double) HEARD_FROM_ONE_IN * this.toned / this.messages);
		}

	}

}
