package dev.recap.worker.retention;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long conversations are kept.
 *
 * @param conversations after how long without a message or a change a conversation is
 * erased; kept for ever when absent
 * @param sessions the same for conversations that began as sessions
 * @param hidden after how long a softly deleted conversation is erased; as any other when
 * absent
 * @param idleSessions after how long without a message a session ends; never when absent
 * @param interval how often the worker looks
 * @param rate how many conversations are erased or archived in a second, at most
 */
@ConfigurationProperties("recap.retention")
record RetentionSettings(@Nullable Duration conversations, @Nullable Duration sessions, @Nullable Duration hidden,
		@Nullable Duration idleSessions, @DefaultValue("1m") Duration interval, @DefaultValue("50") int rate) {

	RetentionSettings {
		positive("conversations", conversations);
		positive("sessions", sessions);
		positive("hidden", hidden);
		positive("idle-sessions", idleSessions);
		positive("interval", interval);
		if (rate < 1) {
			throw new IllegalArgumentException("recap.retention.rate must be positive");
		}
	}

	private static void positive(String name, @Nullable Duration given) {
		if (given != null && !given.isPositive()) {
			throw new IllegalArgumentException("recap.retention." + name + " must be positive");
		}
	}

}
