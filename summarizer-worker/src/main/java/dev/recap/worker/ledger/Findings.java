package dev.recap.worker.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.recap.schema.Identifiers;
import dev.recap.schema.store.ItemDocument;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.schema.summary.Highlight;
import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.Insights.Participant;
import dev.recap.worker.ledger.Entry.Claim;

/** What a window says of items: those its summary has, and what its messages close. */
final class Findings {

	/** The order in which items were found. */
	static final Comparator<ItemDocument> ORDER = Comparator.comparing(ItemDocument::asOf)
		.thenComparing(ItemDocument::id);

	private final String conversationId;

	private final String generation;

	private final Map<String, MessageDocument> messages = new HashMap<>();

	private final Map<String, Integer> ordinals = new HashMap<>();

	private Findings(String conversationId, String generation) {
		this.conversationId = conversationId;
		this.generation = generation;
	}

	static List<Entry> of(String conversationId, String generation, Insights insights, Iterable<MessageDocument> said) {
		Findings findings = new Findings(conversationId, generation);
		List<Highlight> items = insights.highlights()
			.stream()
			.filter((highlight) -> highlight.kind() == Kind.ACTION_ITEM || highlight.kind() == Kind.DECISION)
			.toList();
		Set<String> cited = items.stream()
			.flatMap((highlight) -> highlight.messageIds().stream())
			.collect(Collectors.toSet());
		Set<String> names = insights.participants().stream().map(Participant::userId).collect(Collectors.toSet());
		List<Entry> entries = new ArrayList<>();
		for (MessageDocument message : said) {
			if (cited.contains(message.messageId())) {
				findings.messages.put(message.messageId(), message);
			}
			entries.addAll(Cues.of(message, asOf(message), names));
		}
		items.forEach((highlight) -> findings.claim(highlight, entries));
		return entries;
	}

	private void claim(Highlight highlight, List<Entry> entries) {
		List<MessageDocument> cited = highlight.messageIds()
			.stream()
			.map(this.messages::get)
			.filter(Objects::nonNull)
			.sorted(Comparator.comparing(Findings::asOf))
			.toList();
		if (cited.isEmpty()) {
			return;
		}
		MessageDocument first = cited.getFirst();
		entries.add(new Claim(asOf(first), first.timestamp(), id(first, highlight.kind()), highlight.kind(),
				highlight.text(), highlight.owner(), highlight.due(),
				cited.stream().map(MessageDocument::messageId).distinct().toList(),
				cited.stream().map(MessageDocument::userId).distinct().toList()));
	}

	/** One message may speak of several; they are numbered. */
	private String id(MessageDocument first, Kind kind) {
		int ordinal = this.ordinals.merge(first.messageId() + "/" + kind.json(), 1, Integer::sum);
		return Identifiers.ofParts(this.conversationId, this.generation, first.messageId(), kind.json(), ordinal);
	}

	private static AsOf asOf(MessageDocument message) {
		return AsOf.of(message.appendedAt().toEpochMilli(), message.partition(), message.offset());
	}

}
