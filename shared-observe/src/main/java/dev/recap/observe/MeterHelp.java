package dev.recap.observe;

import java.util.Map;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/** Says what each of our metrics means, so that a scrape explains itself. */
final class MeterHelp implements MeterFilter {

	private static final Map<String, String> HELP = Map.ofEntries(
			Map.entry("recap.gateway.records.published", "Records that Kafka has acknowledged"),
			Map.entry("recap.gateway.requests.overloaded", "Requests refused because too much waited for Kafka"),
			Map.entry("recap.gateway.requests.failed", "Requests whose records Kafka did not take in time"),
			Map.entry("recap.gateway.inflight.bytes", "Bytes that wait for Kafka's acknowledgement"),
			Map.entry("recap.gateway.inflight.requests", "Requests and frames that wait for Kafka's acknowledgement"),
			Map.entry("recap.gateway.waiting", "Requests that wait for a summary or an answer"),
			Map.entry("recap.kafka.up", "Whether Kafka was there when the gateway last looked: 1 or 0"),
			Map.entry("recap.sockets", "Open sockets by what they are for"),
			Map.entry("recap.lag.records", "Records that a role has yet to work off"),
			Map.entry("recap.lag.seconds", "Age of what a role has worked off last, while more waits; else 0"),
			Map.entry("recap.history.lag", "Records of chat-messages that wait to be archived"),
			Map.entry("recap.history.messages", "Messages that were new to the archive, or known to it"),
			Map.entry("recap.history.records", "Records that were no events, or could never be stored"),
			Map.entry("recap.history.batch", "Time to apply one batch of records"),
			Map.entry("recap.windows.open", "Open windows in the partitions held here"),
			Map.entry("recap.windows.closed", "Windows closed, by what closed them"),
			Map.entry("recap.windows.duplicates", "Messages that their window had seen before"),
			Map.entry("recap.windows.failed", "Windows dropped because closing them failed"),
			Map.entry("recap.events.skipped", "Events of types this version does not know"),
			Map.entry("recap.events.refiled", "Records published again under their right key"),
			Map.entry("recap.events.dead.lettered", "Records the windows could not read"),
			Map.entry("recap.dead.letters", "Records set aside, by the topic they were read from"),
			Map.entry("recap.records.skipped", "Records that could not be read, where nobody sets them aside"),
			Map.entry("recap.summaries", "Summaries stored, by engine, trigger and type"),
			Map.entry("recap.summary.requests", "Time to serve a request for a summary"),
			Map.entry("recap.requests.wait", "Age of a request when a worker begins with it"),
			Map.entry("recap.model.calls", "Calls that the model answered"),
			Map.entry("recap.model.failures", "Calls that failed, by why"),
			Map.entry("recap.model.known", "Answers that had been paid for before"),
			Map.entry("recap.model.tokens", "Tokens the model read and wrote"),
			Map.entry("recap.model.cost", "Cost of calls, in the currency of the prices"),
			Map.entry("recap.model.duration", "Time a call of the model took"),
			Map.entry("recap.model.breaker", "0 when the model is asked, 1 when tried again, 2 when not asked"),
			Map.entry("recap.budget.refusals", "Calls that a budget did not allow"),
			Map.entry("recap.trim.records", "Records trimmed from the log"),
			Map.entry("recap.webhooks", "Events posted to webhooks, by endpoint and outcome"));

	@Override
	public Meter.Id map(Meter.Id id) {
		String help = HELP.get(id.getName());
		if (help == null || id.getDescription() != null) {
			return id;
		}
		return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), help, id.getType());
	}

}
