package dev.recap.worker.summary;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The summarizer.
 *
 * @param engine which engine makes summaries
 * @param groupId its share group
 * @param tombstoneGroupId the consumer group that retracts summaries of erased
 * conversations
 * @param members how many members the group has here; a member whose requests wait takes
 * no further ones
 * @param concurrency how many requests are served at once, by all members together
 * @param lock how long a request is ours before the broker gives it to somebody else; it
 * is renewed three times as often
 * @param deliveries how often the broker delivers a request; the last delivery goes to
 * the dead-letter topic
 * @param chunk how many messages an engine is given at once, at most
 * @param chunkCharacters how many characters of messages an engine is given at once, at
 * most
 * @param redo how often summaries that the model could not make are tried again
 */
@ConfigurationProperties("recap.summary")
record SummarySettings(@DefaultValue("auto") Choice engine, @DefaultValue("recap-summarizer") String groupId,
		@DefaultValue("recap-summary-tombstones") String tombstoneGroupId, @DefaultValue("8") int members,
		@DefaultValue("32") int concurrency, @DefaultValue("2000") int chunk,
		@DefaultValue("4000000") int chunkCharacters, @DefaultValue("30s") Duration redo) {

	SummarySettings {
		Assert.hasText(groupId, "recap.summary.group-id must not be empty");
		Assert.hasText(tombstoneGroupId, "recap.summary.tombstone-group-id must not be empty");
		Assert.isTrue(members >= 1 && members <= 64, "recap.summary.members must be 1 to 64");
		Assert.isTrue(concurrency >= 1 && concurrency <= 1024, "recap.summary.concurrency must be 1 to 1024");
		Assert.isTrue(chunk >= 1, "recap.summary.chunk must be 1 or more");
		Assert.isTrue(chunkCharacters >= 1, "recap.summary.chunk-characters must be 1 or more");
		Assert.isTrue(redo.isPositive(), "recap.summary.redo must be more than 0");
	}

	/** How many requests a member serves at once. */
	int atOnce() {
		return Math.max(1, this.concurrency / this.members);
	}

	/** Which engine makes summaries. */
	enum Choice {

		/** The model where one is configured, else the extractive engine. */
		AUTO,

		/** The extractive engine alone. */
		EXTRACTIVE,

		/** The model; without one the worker does not start. */
		LLM

	}

}
