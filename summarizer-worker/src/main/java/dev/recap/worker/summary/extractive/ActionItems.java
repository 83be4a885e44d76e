package dev.recap.worker.summary.extractive;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/** Finds who promised, or was given, what. */
final class ActionItems {

	private static final String ADVERBS = "(?:(?:be|also|just|then|probably|definitely|please|go ahead and|try to|try and|quickly|now|still|either|certainly|gladly|personally|make sure to|go and|make sure i|have to|need to|[\\p{L}]{3,}ly) )*";

	private static final String TASK = ADVERBS
			+ "((?:follow up|set up|look into|work on|take care of|get back|reach out|find out|pick up|clean up|write up|roll back|sign off|think about|let [\\p{L}]+ know|[\\p{L}'-]+)\\b.*)";

	private static final Pattern PROMISE = Pattern.compile(
			"(?<![\\p{L}'] and )\\b(?:i'll|i will|i shall|i'm going to|i am going to|i'm gonna|i can|i'd be happy to|i volunteer to) "
					+ TASK);

	private static final Pattern DUTY = Pattern
		.compile("\\bi (?:need to|have to|must|gotta|got to|should|still need to|also need to|promised to) " + TASK);

	private static final Pattern REQUEST = Pattern.compile(
			"(?:\\b(?:can|could|would|will) (?:you|u)(?: guys)?(?: please| pls| maybe)?|\\bi(?:'d| would)? (?:need|like|want) you(?: guys| all)? to|(?:^|, )you (?:need|have) to|(?:^|, )you(?:'ll| will)|(?:^|, )you(?:'re| are) (?:going to|gonna)|(?:^|, )please|^pls|^remember to|\\bdon't forget to|^make sure (?:you|to)) "
					+ TASK);

	private static final Pattern GROUP = Pattern.compile(
			"^(?:let's|lets|let us|we'll|we will|we need to|we have to|we must|we should|we gotta|someone (?:should|needs to|has to)) "
					+ TASK);

	private static final Pattern VAGUE_GROUP = Pattern.compile("^we(?:'ll| will| should)\\b");

	private static final Pattern MUSING = Pattern
		.compile("\\b(?:i think|i thought|i guess|i don't think|i hope|i suppose|i believe|i feel like)\\b");

	private static final Pattern MARKED = Pattern
		.compile("^[\\[(*#-]*\\s*(?:to-?do|action(?: item)?|ai|task|next steps?)\\b\\s*[\\])]?\\s*[:\\-–]\\s*(\\S.*)");

	private static final Pattern ASSIGNED = Pattern.compile(
			"^(?:\\W*|(?:so|and|then|ok|okay) )(?:the )?@?([\\p{L}\\p{N}_.-]{2,30}(?: \\p{Lu}[\\p{L}-]+)?)(?:(?: and|,) @?[\\p{L}\\p{N}_-]+)*,? (to|will|shall|is going to|is gonna|needs to|has to|must|should|you'll|you will|can you|could you|please|you need to) "
					+ TASK,
			Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

	private static final Pattern HYPOTHETICAL = Pattern.compile(
			"\\b(?:if|unless|whether|might|maybe|perhaps|would have|could have|should have|wish|suppose|imagine|used to|wouldn't|why don't|instead of|in case|tried to|wanted to|otherwise)\\b");

	private static final Pattern NEGATED = Pattern.compile(
			"\\b(?:won't|will not|wont|can't|cannot|can not|not going to|not gonna|don't need to|do not need to|don't have to|shouldn't|no need to|not to|no longer|needn't|never)\\b");

	private static final Pattern RETRACTION = Pattern.compile(
			"^(?:never ?mind|nvm|forget (?:it|that|about it)|scratch that|cancel that|on second thought|no need|don't bother)\\b");

	private static final Pattern PAST = Pattern
		.compile("\\b(?:yesterday|last (?:week|month|night|year)|ago|already)\\b");

	private static final Set<String> WEAK_VERBS = Set.of("do", "give", "put", "get", "take", "make", "tell", "show",
			"try", "run", "talk", "think", "look", "work", "reach", "find", "pick", "let", "set", "read", "meet",
			"start", "stop", "come", "drop", "cover", "drive", "cook", "bake", "grab", "fetch", "pass", "learn", "see",
			"speak");

	private static final Set<String> PHRASES = Set.of("follow up", "set up", "look into", "work on", "take care",
			"get back", "reach out", "find out", "write up", "clean up", "pick up", "roll back", "sign off");

	/** A sentence that starts with an action noun or a verb, as "Attempts to contact". */
	private static final Pattern NO_NAME = Pattern.compile("(?:ing|ed|ts|ly|ion)$");

	private static final Pattern SPACE = Pattern.compile(" ");

	private static final int RETRACTED_WITHIN = 12;

	private final Participants participants;

	private final Predicate<String> isOrdinaryWord;

	/**
	 * @param isOrdinaryWord whether a capitalized word is no name
	 */
	ActionItems(Participants participants, Predicate<String> isOrdinaryWord) {
		this.participants = participants;
		this.isOrdinaryWord = isOrdinaryWord;
	}

	/** Those that the weights hold for action items. */
	List<Found> find(List<Utterance> utterances, Weights weights) {
		List<Found> items = new ArrayList<>();
		Iterator<Candidate> candidates = candidates(utterances).iterator();
		Candidate next = candidates.hasNext() ? candidates.next() : null;
		for (Utterance utterance : utterances) {
			retract(utterance, items);
			if (next != null && next.found().utterance().index() == utterance.index()) {
				if (weights.score(Kind.ACTION_ITEM, next.traits()) > 0) {
					items.add(next.found());
				}
				next = candidates.hasNext() ? candidates.next() : null;
			}
		}
		return items;
	}

	/** Whatever has the form of one, one an utterance at most. */
	List<Candidate> candidates(List<Utterance> utterances) {
		ItemTraits traits = new ItemTraits(utterances);
		List<Candidate> candidates = new ArrayList<>();
		for (Utterance utterance : utterances) {
			find(utterance).ifPresent(
					(shaped) -> candidates.add(new Candidate(shaped.item(), traits.of(shaped.form(), shaped.item()))));
		}
		return candidates;
	}

	/** An item and the form it has. */
	private record Shaped(String form, Found item) {
	}

	private static void retract(Utterance utterance, List<Found> items) {
		boolean takesBack = RETRACTION.matcher(utterance.plain()).find();
		boolean refuses = NEGATED.matcher(utterance.plain()).find();
		for (int i = items.size() - 1; (takesBack || refuses) && i >= 0; i--) {
			Utterance item = items.get(i).utterance();
			boolean near = utterance.index() - item.index() <= RETRACTED_WITHIN;
			boolean concerned = utterance.user().equals(item.user()) || utterance.user().equals(items.get(i).owner());
			boolean same = takesBack || item.stems().stream().anyMatch(utterance.stems()::contains);
			if (near && concerned && same) {
				items.remove(i);
				return;
			}
		}
	}

	private Optional<Shaped> find(Utterance utterance) {
		if (isOutOfTheQuestion(utterance)) {
			return Optional.empty();
		}
		return shaped(ItemTraits.MARKED, marked(utterance)).or(() -> shaped("assigned", named(utterance)))
			.or(() -> shaped("told", assigned(utterance)))
			.or(() -> shaped("promised", promised(utterance)))
			.or(() -> shaped("bound", bound(utterance)))
			.or(() -> shaped("requested", requested(utterance)))
			.or(() -> shaped("shared", shared(utterance)))
			.or(() -> shaped("bare", bare(utterance)));
	}

	private static Optional<Shaped> shaped(String form, Optional<Found> item) {
		return item.map((found) -> new Shaped(form, found));
	}

	/** "Ana to send the report", as minutes put it. */
	private Optional<Found> named(Utterance utterance) {
		Matcher matcher = ASSIGNED.matcher(utterance.said());
		if (!matcher.find() || !matcher.group(2).equals("to") || utterance.isQuestion()) {
			return Optional.empty();
		}
		String name = matcher.group(1);
		Optional<String> owner = this.participants.resolve(name);
		List<String> task = Words.of(matcher.group(3));
		boolean known = owner.isPresent() || this.participants.isSpokenFor(name);
		boolean works = !task.isEmpty() && (Words.isContent(task.getFirst()) || WEAK_VERBS.contains(task.getFirst()));
		return known && works && task.size() > 1 ? Optional.of(item(utterance, owner.orElse(null))) : Optional.empty();
	}

	/** "Update the charter": whose task it is goes without saying. */
	private Optional<Found> bare(Utterance utterance) {
		List<String> words = Words.of(utterance.said());
		boolean works = words.size() > 1 && Lists.WORK_VERBS.contains(words.getFirst())
				&& words.get(1).indexOf('\'') < 0;
		return works && !utterance.isQuestion() && utterance.addressee() == null
				&& isWork(utterance.plain(), utterance, false) ? Optional.of(item(utterance, null)) : Optional.empty();
	}

	private static boolean isOutOfTheQuestion(Utterance utterance) {
		String plain = utterance.plain();
		return utterance.words() < 2 || plain.startsWith(">") || HYPOTHETICAL.matcher(plain).find()
				|| NEGATED.matcher(plain).find() || plain.startsWith("should ") || plain.startsWith("shall ");
	}

	private Optional<Found> marked(Utterance utterance) {
		Matcher matcher = MARKED.matcher(utterance.plain());
		if (!matcher.find()) {
			return Optional.empty();
		}
		Matcher assigned = ASSIGNED.matcher(matcher.group(1));
		String owner = assigned.find() ? this.participants.resolve(assigned.group(1)).orElse(null) : null;
		return Optional.of(item(utterance, owner));
	}

	private Optional<Found> assigned(Utterance utterance) {
		Matcher matcher = ASSIGNED.matcher(utterance.said());
		if (!matcher.find() || !isWork(matcher.group(3), utterance, true) || isMusing(utterance)) {
			return Optional.empty();
		}
		String name = matcher.group(1);
		Optional<String> owner = this.participants.resolve(name);
		boolean named = owner.isPresent() || isName(name) && matcher.group(2).equals("to");
		return named ? Optional.of(item(utterance, owner.orElse(null))) : Optional.empty();
	}

	private boolean isName(String word) {
		return Character.isUpperCase(word.codePointAt(0)) && SPACE.splitAsStream(word).noneMatch(this.isOrdinaryWord)
				&& !NO_NAME.matcher(word).find();
	}

	private static boolean isMusing(Utterance utterance) {
		return utterance.isQuestion() && !utterance.plain().matches(".*\\b(?:can|could|will|would) you\\b.*");
	}

	private Optional<Found> promised(Utterance utterance) {
		if (utterance.isQuestion()) {
			return Optional.empty();
		}
		return task(PROMISE, utterance).filter((task) -> isWork(task, utterance, false))
			.map((task) -> item(utterance, utterance.user()));
	}

	private Optional<Found> bound(Utterance utterance) {
		if (utterance.isQuestion()) {
			return Optional.empty();
		}
		return task(DUTY, utterance).filter((task) -> isWork(task, utterance, false))
			.map((task) -> item(utterance, utterance.user()));
	}

	private Optional<Found> requested(Utterance utterance) {
		return task(REQUEST, utterance).filter((task) -> isWork(task, utterance, false))
			.filter((task) -> !isMusing(utterance))
			.map((task) -> item(utterance, addressee(utterance)));
	}

	private @Nullable String addressee(Utterance utterance) {
		return (utterance.addressee() != null) ? utterance.addressee()
				: this.participants.other(utterance.user()).orElse(null);
	}

	private Optional<Found> shared(Utterance utterance) {
		if (utterance.isQuestion()) {
			return Optional.empty();
		}
		boolean vague = VAGUE_GROUP.matcher(utterance.plain()).find();
		return task(GROUP, utterance).filter((task) -> isWork(task, utterance, false))
			.filter((task) -> !vague || due(utterance).isPresent())
			.map((task) -> item(utterance, null));
	}

	private static Optional<String> task(Pattern pattern, Utterance utterance) {
		Matcher matcher = pattern.matcher(utterance.plain());
		return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
	}

	private static boolean isWork(String task, Utterance utterance, boolean assigned) {
		List<String> words = Words.of(task);
		if (words.isEmpty() || PAST.matcher(utterance.plain()).find()) {
			return false;
		}
		String verb = words.getFirst().replaceFirst("ing$", "");
		String phrase = (words.size() > 1) ? words.get(0) + " " + words.get(1) : verb;
		boolean strong = isWorkVerb(words.getFirst()) || PHRASES.contains(phrase.replace("ing ", " "));
		boolean weak = WEAK_VERBS.contains(verb);
		boolean dated = due(utterance).isPresent();
		boolean hasObject = words.stream().skip(1).anyMatch(Words::isContent);
		return strong && (hasObject || dated) || weak && (assigned || dated) && (hasObject || dated);
	}

	private static boolean isWorkVerb(String word) {
		if (!word.endsWith("ing")) {
			return Lists.WORK_VERBS.contains(word);
		}
		String stem = word.substring(0, word.length() - 3);
		return Lists.WORK_VERBS.contains(stem) || Lists.WORK_VERBS.contains(stem + "e");
	}

	private static Optional<LocalDate> due(Utterance utterance) {
		return DueDates.find(utterance.said(), utterance.timestamp());
	}

	private static Found item(Utterance utterance, @Nullable String owner) {
		return new Found(Kind.ACTION_ITEM, utterance, owner, due(utterance).orElse(null), List.of(utterance));
	}

}
