package dev.recap.worker.summary.extractive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.recap.schema.summary.Highlight.Kind;

/** What tells a decision or an action item from what merely has the form of one. */
final class ItemTraits {

	/** Somebody writes down what the others say. */
	private static final Pattern SCRIBE = Pattern.compile("(?i)^scribe(?:nick)?\\s*:.*");

	private static final Pattern PREFIXED = Pattern.compile("^(?:[\\p{L}\\p{N}_-]{2,20} ?:|…|\\.\\.\\.?) .*");

	private static final Pattern ASSENT = Pattern.compile(
			"^(?:ok|okay|sure|yes|yeah|yep|will do|thanks|thank you|great|cool|sounds good|agreed|perfect|alright|fine|got it|\\+1)\\b");

	private static final Pattern HESITATION = Pattern.compile("(?i)\\b(?:u[hm]+|er+m?|mm+)\\b");

	/** The form of what somebody declared to be one: "ACTION: …", "RESOLVED: …". */
	static final String MARKED = "marked";

	private static final double REPORTED = 0.2;

	private static final double HESITANT = 0.08;

	private static final double LATE = 0.85;

	private static final int MANY = 50;

	private final List<Utterance> utterances;

	private final String register;

	ItemTraits(List<Utterance> utterances) {
		this.utterances = utterances;
		this.register = register(utterances);
	}

	/** Minutes and transcripts of speech promise and decide otherwise than chats do. */
	private static String register(List<Utterance> utterances) {
		boolean scribed = utterances.stream().anyMatch((utterance) -> SCRIBE.matcher(utterance.quote()).matches());
		if (scribed || utterances.size() >= MANY && share(PREFIXED, utterances) > REPORTED) {
			return "minuted ";
		}
		return (utterances.size() >= MANY && share(HESITATION, utterances) > HESITANT) ? "spoken " : "";
	}

	private static double share(Pattern pattern, List<Utterance> utterances) {
		long found = utterances.stream().filter((utterance) -> pattern.matcher(utterance.quote()).find()).count();
		return (double) found / Math.max(1, utterances.size());
	}

	/**
	 * In a chat its form alone tells, as there is no labelled data to learn more from,
	 * and what is marked needs no more.
	 * @param form which form it has
	 */
	Map<String, Double> of(String form, Found found) {
		if (isChat() || form.equals(MARKED)) {
			return Map.of(form, 1.0);
		}
		Map<String, Double> traits = new HashMap<>();
		seen(form, found).forEach((trait, value) -> traits.put(this.register + trait, value));
		return traits;
	}

	boolean isChat() {
		return this.register.isEmpty();
	}

	private Map<String, Double> seen(String form, Found found) {
		Utterance utterance = found.utterance();
		Map<String, Double> traits = new HashMap<>();
		traits.put(form, 1.0);
		traits.put("late", isLate(utterance) ? 1.0 : 0);
		traits.put("reported", PREFIXED.matcher(utterance.quote()).matches() ? 1.0 : 0);
		traits.put("question", utterance.isQuestion() ? 1.0 : 0);
		traits.put("brief", (utterance.words() < 5) ? 1.0 : 0);
		traits.put("long", Math.clamp((utterance.words() - 20) / 20.0, 0, 1));
		traits.put("proof", Math.min(1, (found.proof().size() - 1) / 5.0));
		if (found.kind() == Kind.ACTION_ITEM) {
			action(found, traits);
		}
		return traits;
	}

	private boolean isLate(Utterance utterance) {
		return this.utterances.size() > MANY && utterance.index() > LATE * this.utterances.size();
	}

	private void action(Found found, Map<String, Double> traits) {
		traits.put("owned", (found.owner() != null) ? 1.0 : 0);
		traits.put("dated", (found.due() != null) ? 1.0 : 0);
		traits.put("assented", isAssented(found.utterance()) ? 1.0 : 0);
	}

	private boolean isAssented(Utterance utterance) {
		int last = Math.min(this.utterances.size(), utterance.index() + 4);
		return this.utterances.subList(utterance.index() + 1, last)
			.stream()
			.anyMatch((reply) -> !reply.user().equals(utterance.user()) && (ASSENT.matcher(reply.plain()).find()
					|| ASSENT.matcher(reply.said().toLowerCase(java.util.Locale.ROOT)).find()));
	}

}
