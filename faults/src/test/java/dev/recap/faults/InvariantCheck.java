package dev.recap.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.recap.faults.Expected.Conversation;
import dev.recap.faults.Expected.Entry;
import dev.recap.faults.Expected.State;
import dev.recap.schema.Json;
import dev.recap.schema.event.ChatEvent;
import dev.recap.schema.event.ChatEvent.MessagePosted;
import dev.recap.schema.event.Role;
import dev.recap.schema.summary.SummaryRequest;
import dev.recap.schema.summary.SummaryType;
import dev.recap.schema.topic.Position;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was acknowledged with the log, and the log with what is stored and shown.
 */
final class InvariantCheck {

	private final Cluster cluster;

	private final Accepted accepted;

	private final StubModel model;

	private final Client client = new Client();

	InvariantCheck(Cluster cluster, Accepted accepted, StubModel model) {
		this.cluster = cluster;
		this.accepted = accepted;
		this.model = model;
	}

	/** Everything there is to compare at one moment. */
	private record Sight(Expected expected, List<SummaryRequest> requests, Map<String, @Nullable JsonNode> published,
			Map<String, List<Document>> messages, Map<String, List<Document>> conversations,
			Map<String, List<Document>> memberships, Map<String, List<Document>> summaries, List<Document> degraded) {
	}

	/**
	 * What is wrong now; some of it may only be late.
	 * @param crashes when something was killed or stalled
	 */
	Collection<Violation> violations(Crashes crashes) throws InterruptedException {
		Set<Violation> violations = new TreeSet<>();
		Sight sight = look();
		acknowledged(sight, violations);
		for (Conversation conversation : sight.expected().conversations().values()) {
			messages(conversation, sight, violations);
			state(conversation, sight, violations);
			memberships(conversation, sight, violations);
			latestSummary(conversation, sight, violations);
			answersOfTheErased(conversation, sight, violations);
			windows(conversation, sight, violations);
		}
		strangers(sight, violations);
		uniqueRequests(sight, violations);
		degraded(sight, violations);
		modelCalls(crashes, violations);
		deadLetters(violations);
		shown(sight, violations);
		return violations;
	}

	private Sight look() {
		Log log = new Log(this.cluster.bootstrapServers());
		Expected expected = Expected.of(log.read(Workload.TOPIC));
		List<SummaryRequest> requests = log.read("summary-requests")
			.stream()
			.map((record) -> Json.mapper().readValue(record.value(), SummaryRequest.class))
			.toList();
		Map<String, @Nullable JsonNode> published = new HashMap<>();
		for (ConsumerRecord<byte[], byte[]> record : log.read("conversation-summaries")) {
			published.put(new String(record.key(), StandardCharsets.UTF_8),
					(record.value() != null) ? Json.mapper().readTree(record.value()) : null);
		}
		try (Stored stored = new Stored(this.cluster.mongoUri())) {
			return new Sight(expected, requests, published, stored.by("messages", "conversation_id"),
					stored.by("conversations", "_id"), stored.by("memberships", "conversation_id"),
					stored.by("summaries", "conversation_id"), stored.all("degraded_summaries"));
		}
	}

	/** 1: what was acknowledged is in the log. */
	private void acknowledged(Sight sight, Set<Violation> violations) {
		Map<String, Set<Position>> positions = new HashMap<>();
		Set<String> answered = new HashSet<>();
		sight.expected().conversations().keySet().forEach((id) -> sight.expected().entries(id).forEach((entry) -> {
			if (entry.event() instanceof MessagePosted message) {
				positions
					.computeIfAbsent(id + "/" + message.messageId() + "/" + message.content(), (key) -> new HashSet<>())
					.add(entry.position());
				if (message.role() == Role.ASSISTANT) {
					answered.add(id + "/" + message.replyTo());
				}
			}
		}));
		for (Accepted.Message message : this.accepted.messages()) {
			Set<Position> found = positions
				.getOrDefault(message.conversationId() + "/" + message.messageId() + "/" + message.content(), Set.of());
			if (found.stream().noneMatch((position) -> reaches(message.until(), position))) {
				violations.add(new Violation(1, "acknowledged but not in the log: " + message));
			}
		}
		for (Accepted.Change change : this.accepted.changes()) {
			ChatEvent event = sight.expected().at(change.position());
			if (event == null || !event.type().equals(change.type())
					|| !event.conversationId().equals(change.conversationId())) {
				violations.add(new Violation(1, "acknowledged but not in the log: " + change));
			}
		}
		for (Accepted.Reply reply : this.accepted.replies()) {
			if (!answered.contains(reply.conversationId() + "/" + reply.messageId())) {
				violations.add(new Violation(1, "the assistant answered, but the answer is not in the log: " + reply));
			}
		}
	}

	private static boolean reaches(@Nullable Position until, Position position) {
		return until == null || (position.partition() == until.partition() && position.offset() <= until.offset());
	}

	/** 1 and 5: stored once, by its first record, and nothing that was deleted. */
	private static void messages(Conversation conversation, Sight sight, Set<Violation> violations) {
		Map<String, Document> stored = new HashMap<>();
		for (Document each : sight.messages().getOrDefault(conversation.id(), List.of())) {
			stored.put(each.getString("message_id"), each);
		}
		conversation.messages().forEach((id, entry) -> {
			Document found = stored.remove(id);
			if (found == null) {
				violations.add(new Violation(1,
						"not stored: " + conversation.id() + "/" + id + " at " + entry.position() + at(conversation)));
			}
			else if (!conversation.split() && !entry.position().equals(position(found))) {
				violations.add(new Violation(1, "stored by another record: " + conversation.id() + "/" + id + " at "
						+ position(found) + " instead of " + entry.position()));
			}
		});
		stored.keySet().removeAll(conversation.either());
		stored.forEach((id, document) -> violations.add(new Violation(5, "stored but was deleted or never said: "
				+ conversation.id() + "/" + id + " at " + position(document) + at(conversation))));
	}

	private static String at(Conversation conversation) {
		Entry erasure = conversation.lastErasure();
		return ((erasure != null) ? ", erased last at " + erasure.position() : "")
				+ (conversation.split() ? ", in several partitions" : "");
	}

	private static Position position(Document message) {
		return new Position(((Number) message.get("partition")).intValue(),
				((Number) message.get("offset")).longValue());
	}

	private static @Nullable Document document(Conversation conversation, Sight sight) {
		return sight.conversations().getOrDefault(conversation.id(), List.of()).stream().findFirst().orElse(null);
	}

	/** 1 and 5: counts and marks. */
	private static void state(Conversation conversation, Sight sight, Set<Violation> violations) {
		Document document = document(conversation, sight);
		if (document == null) {
			if (conversation.visible()) {
				violations.add(new Violation(1, "no conversation " + conversation.id()));
			}
			return;
		}
		List<Document> messages = sight.messages().getOrDefault(conversation.id(), List.of());
		long count = (document.get("message_count") instanceof Number number) ? number.longValue() : 0;
		if (count != messages.size()) {
			violations.add(new Violation(1, "conversation " + conversation.id() + " counts " + count
					+ " messages and has " + messages.size() + at(conversation)));
		}
		messages.stream()
			.filter((each) -> !Objects.equals(each.get("generation"), document.get("generation")))
			.forEach((each) -> violations.add(new Violation(5, "of an earlier life: " + each.get("_id"))));
		String status = document.getString("status");
		boolean absent = conversation.state() == State.ABSENT && status.equals("erased");
		if (!conversation.split() && !absent && !status.equalsIgnoreCase(conversation.state().name())) {
			violations.add(new Violation(5,
					"conversation " + conversation.id() + " is " + status + " instead of " + conversation.state()));
		}
	}

	/** 1: each user's counts. */
	private static void memberships(Conversation conversation, Sight sight, Set<Violation> violations) {
		Map<String, Long> wrote = sight.messages()
			.getOrDefault(conversation.id(), List.of())
			.stream()
			.collect(Collectors.groupingBy((each) -> each.getString("user_id"), Collectors.counting()));
		Document document = document(conversation, sight);
		for (Document each : sight.memberships().getOrDefault(conversation.id(), List.of())) {
			Long count = wrote.remove(each.getString("user_id"));
			if (((Number) each.get("message_count")).longValue() != ((count != null) ? count : 0)) {
				violations.add(new Violation(1, "membership " + each.get("_id") + " counts " + each.get("message_count")
						+ " instead of " + count + at(conversation)));
			}
			if (document == null || !Objects.equals(each.get("generation"), document.get("generation"))) {
				violations.add(new Violation(5, "membership " + each.get("_id") + " of an earlier life"));
			}
		}
		wrote.forEach((user, count) -> violations
			.add(new Violation(1, "no membership of " + user + " in " + conversation.id())));
	}

	/** 4: the newest summary is the one kept and the one published last. */
	private static void latestSummary(Conversation conversation, Sight sight, Set<Violation> violations) {
		Document document = document(conversation, sight);
		if (document == null) {
			return;
		}
		String newest = "";
		for (Document each : sight.summaries().getOrDefault(conversation.id(), List.of())) {
			if (!Objects.equals(each.get("generation"), document.get("generation"))) {
				violations.add(new Violation(5, "summary " + each.get("_id") + " of an earlier life of "
						+ conversation.id() + at(conversation)));
			}
			else if (each.getString("type").equals("window") && each.getString("as_of").compareTo(newest) > 0) {
				newest = each.getString("as_of");
			}
		}
		String kept = (document.get("summary") instanceof Document summary) ? summary.getString("as_of") : "";
		if (!kept.equals(newest)) {
			violations.add(new Violation(4, "conversation " + conversation.id() + " keeps the summary as of '" + kept
					+ "' while the newest is '" + newest + "'" + at(conversation)));
		}
		JsonNode published = sight.published().get(conversation.id());
		String last = (published != null) ? published.at("/rolling/as_of").asString("") : "";
		if (!conversation.everDeleted() && !last.equals(newest)) {
			violations.add(new Violation(4, "conversation " + conversation.id() + " published last the summary as of '"
					+ last + "' while the newest is '" + newest + "'"));
		}
		if (conversation.state() == State.ERASED && published != null) {
			violations.add(new Violation(5, "erased conversation " + conversation.id() + " has a published summary"));
		}
	}

	/** 5: an answer under way does not outlive the message it answers. */
	private static void answersOfTheErased(Conversation conversation, Sight sight, Set<Violation> violations) {
		List<Document> messages = sight.messages().getOrDefault(conversation.id(), List.of());
		Set<String> ids = messages.stream().map((each) -> each.getString("message_id")).collect(Collectors.toSet());
		messages.stream()
			.filter((each) -> "assistant".equals(each.getString("role")) && !ids.contains(each.getString("reply_to")))
			.forEach((each) -> violations.add(new Violation(5, "answer " + each.get("_id") + " at " + position(each)
					+ " outlived its question " + each.get("reply_to") + at(conversation))));
	}

	/** 3: every message lies in one window, and every window is summarized. */
	private static void windows(Conversation conversation, Sight sight, Set<Violation> violations) {
		List<SummaryRequest> windows = sight.requests()
			.stream()
			.filter((request) -> request.type() == SummaryType.WINDOW
					&& request.conversationId().equals(conversation.id()))
			.toList();
		Set<String> summarized = sight.summaries()
			.getOrDefault(conversation.id(), List.of())
			.stream()
			.map((each) -> each.getString("_id"))
			.collect(Collectors.toSet());
		if (conversation.split()) {
			return;
		}
		overlaps(conversation, windows, violations);
		for (SummaryRequest window : windows) {
			boolean hasMessages = conversation.messages()
				.values()
				.stream()
				.anyMatch((entry) -> contains(window, entry.position()));
			if (hasMessages && !summarized.contains(window.requestId())) {
				violations.add(new Violation(3, "window " + window.requestId() + " of " + conversation.id() + " ["
						+ window.first() + ", " + window.last() + "] has no summary"));
			}
		}
		if (!conversation.everDeleted()) {
			conversation.messages()
				.values()
				.stream()
				.filter((entry) -> windows.stream().noneMatch((window) -> contains(window, entry.position())))
				.forEach((entry) -> violations.add(new Violation(3,
						"message of " + conversation.id() + " at " + entry.position() + " lies in no window")));
		}
	}

	private static void overlaps(Conversation conversation, List<SummaryRequest> windows, Set<Violation> violations) {
		for (SummaryRequest one : windows) {
			windows.stream()
				.filter((other) -> other != one && contains(one, Objects.requireNonNull(other.first())))
				.forEach((other) -> violations.add(new Violation(3, "windows of " + conversation.id() + " overlap: ["
						+ one.first() + ", " + one.last() + "] and [" + other.first() + ", " + other.last() + "]")));
		}
	}

	private static boolean contains(SummaryRequest window, Position position) {
		Position first = Objects.requireNonNull(window.first());
		Position last = Objects.requireNonNull(window.last());
		return first.partition() == position.partition() && first.offset() <= position.offset()
				&& position.offset() <= last.offset();
	}

	/** 1: nothing is stored of conversations that never were. */
	private static void strangers(Sight sight, Set<Violation> violations) {
		Set<String> strangers = new HashSet<>(sight.messages().keySet());
		strangers.removeAll(sight.expected().conversations().keySet());
		strangers.forEach((id) -> violations.add(new Violation(1, "stored but never said: conversation " + id)));
	}

	/** 3: a window is asked for once. */
	private static void uniqueRequests(Sight sight, Set<Violation> violations) {
		Set<String> seen = new HashSet<>();
		for (SummaryRequest request : sight.requests()) {
			if (request.type() == SummaryType.WINDOW && !seen.add(request.requestId())) {
				violations.add(new Violation(3, "window asked for twice: " + request.requestId() + " of "
						+ request.conversationId() + " [" + request.first() + ", " + request.last() + "]"));
			}
		}
	}

	/** 6: what the extractive engine made is replaced when the model is back. */
	private static void degraded(Sight sight, Set<Violation> violations) {
		sight.degraded()
			.forEach((each) -> violations.add(new Violation(6, "still waits for the model: " + each.get("_id"))));
	}

	/** 3: a question is asked again only because of a crash in between. */
	private void modelCalls(Crashes crashes, Set<Violation> violations) {
		this.model.answered().forEach((question, calls) -> {
			if (calls.size() > 1 + crashes.between(calls.getFirst(), calls.getLast())) {
				violations.add(new Violation(3, "the model answered at " + calls + ": " + question.strip()));
			}
		});
	}

	private void deadLetters(Set<Violation> violations) {
		for (ConsumerRecord<byte[], byte[]> record : new Log(this.cluster.bootstrapServers())
			.read("chat-messages-dlt")) {
			StringBuilder headers = new StringBuilder();
			record.headers()
				.forEach((header) -> headers.append(header.key())
					.append('=')
					.append(new String(header.value(), StandardCharsets.UTF_8))
					.append(' '));
			violations.add(new Violation(1, "dead letter: " + headers));
		}
	}

	/** 1 and 5: what a client sees. */
	private void shown(Sight sight, Set<Violation> violations) throws InterruptedException {
		int sample = 0;
		for (Conversation conversation : sight.expected().conversations().values()) {
			if (conversation.split() || sample++ > 200) {
				continue;
			}
			Client.Answer answer = this.client.get(this.cluster.query(), "/chats/" + conversation.id() + "?limit=1");
			int status = conversation.visible() ? 200 : 404;
			int total = answer.body().path("total_messages").asInt(0);
			if (answer.status() != status || (status == 200 && total != conversation.messages().size())) {
				violations.add(new Violation(conversation.visible() ? 1 : 5,
						"GET /chats/" + conversation.id() + " answers " + answer.status() + " with " + total
								+ " messages instead of " + status + " with " + conversation.messages().size()));
			}
		}
	}

}
