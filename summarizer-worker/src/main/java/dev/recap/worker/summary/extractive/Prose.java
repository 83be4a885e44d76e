package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.recap.schema.summary.Highlight.Kind;
import org.jspecify.annotations.Nullable;

/** Tells what somebody said in the third person, for reading. */
final class Prose {

	static final int LONGEST_SENTENCE = 30;

	private static final int LONGEST_TEXT = 300;

	private static final Pattern FILLERS = Pattern.compile(
			"(?i)(?<![\\p{L}'’-])(?:u[hm]+|er+m?|mm+|hm+|mm-hmm|uh-huh|y'know|lol|haha+|hehe+)(?![\\p{L}'’-])[,.…]*\\s*");

	/** "im" and "ive" as written in haste. */
	private static final Pattern HASTY = Pattern.compile("\\b[iI](m|ve)\\b");

	private static final Pattern GONNA = Pattern.compile("(?i)\\b(go|wa)(?:nn|n)a\\b");

	private static final Pattern OPENERS = Pattern.compile(
			"(?i)^(?:(?:well|so|and|but|then|ok|okay|alright|all right|right|yeah|yes|yep|yup|ah|oh|like|i mean|you know|anyway|also|(?:hey|hi|hello)(?: there| all| everyone| everybody| guys)?|basically|actually|sure|no|nope|great|cool|thanks|hmm+|now)(?![\\p{L}'’-])\\s*[,.:;!…-]*\\s+)+(?=\\S+\\s+\\S)");

	private static final Pattern STAMMER = Pattern
		.compile("(?i)(?<![\\p{L}'’-])([\\p{L}'’]+(?: [\\p{L}'’]+)?)(?:[,]? \\1)+(?![\\p{L}'’-])");

	private static final Pattern EMOTICONS = Pattern.compile("\\s*(?:[:;=8]-?[)(DPp/|]|<3|\\^\\^|xD)(?=\\s|$)");

	private static final Pattern MARK = Pattern.compile(
			"(?i)^\\W*(?:decision|resolved|resolution|agreed|decided|conclusion|action(?: item)?|to-?do|next steps?|proposal|proposed|ai|task)\\s*[\\])]?\\s*[:\\-–]\\s*");

	private static final Pattern FIRST_PERSON = Pattern.compile(
			"(?i)(?<![\\p{L}'’-])(i'm|i’m|i am|i've|i’ve|i'll|i’ll|i'd|i’d|i was|i|we're|we’re|we've|we'll|we’ll|we'd|we|me|my|mine|myself|our|ours|us|ourselves)(?![\\p{L}'’-])");

	private static final Pattern SECOND_PERSON = Pattern.compile(
			"(?i)(?<![\\p{L}'’-])(you're|you’re|you are|(?<!(?:do|did|can|will|does|let|to) )(?<!(?:could|would|should|might|help) )you (?:want|need|like|know|use|think|see|get|mean)|you've|you have|you'll|you’ll|you'd|you were|your|yours|you)(?![\\p{L}'’-])");

	private static final Map<String, String> THIRD = Map.ofEntries(Map.entry("i'm", "they are"),
			Map.entry("i am", "they are"), Map.entry("i've", "they have"), Map.entry("i'll", "they will"),
			Map.entry("i'd", "they would"), Map.entry("i was", "they were"), Map.entry("i", "they"),
			Map.entry("we're", "they are"), Map.entry("we've", "they have"), Map.entry("we'll", "they will"),
			Map.entry("we'd", "they would"), Map.entry("we", "they"), Map.entry("me", "them"), Map.entry("my", "their"),
			Map.entry("mine", "theirs"), Map.entry("myself", "themselves"), Map.entry("our", "their"),
			Map.entry("ours", "theirs"), Map.entry("us", "them"), Map.entry("ourselves", "themselves"));

	private static final Pattern SUBJECT_FORM = Pattern.compile(
			"(?i)^i(?:(['’](?:m|ll|ve|d))| ) ?((?:really|also|just|still|actually|always|usually|never|already|personally|only|even) )?([\\p{L}'’]+)(.*)$",
			Pattern.DOTALL);

	private static final Set<String> MODALS = Set.of("will", "can", "could", "would", "should", "might", "may", "must",
			"cannot", "can't", "won't", "couldn't", "wouldn't", "shouldn't", "did", "didn't", "had", "hadn't", "shall");

	private static final Set<String> PAST = Set.of("went", "got", "did", "had", "saw", "said", "found", "thought",
			"knew", "made", "took", "gave", "told", "felt", "left", "kept", "heard", "meant", "met", "paid", "ran",
			"sent", "spoke", "spent", "wrote", "came", "became", "began", "bought", "brought", "built", "forgot", "put",
			"read", "set", "lost", "broke", "understood");

	private static final Pattern REQUEST = Pattern
		.compile("(?i)^(?:can|could|will|would) (?:you|u)(?: please| pls)? (.+?)[?.!]*$");

	private static final Pattern IMPERATIVE = Pattern.compile("(?i)^(?:please|pls),? (.+?)[?.!]*$");

	private static final Pattern OFFER = Pattern.compile("(?i)^let me (.+)$");

	private static final Pattern PROPOSAL = Pattern.compile("(?i)^let['’]?s (not )?(.+?)[?.!]*$");

	private static final Pattern ADVICE = Pattern.compile(
			"(?i)^([a-z]+) (?:the|an?|it|this|that|these|those|your|in|on|for|with|up|out|at|all|some|any|from|into|back)\\b");

	private static final Set<String> ADVISED = Set.of("use", "try", "run", "type", "go", "look", "make", "set", "click",
			"read", "see", "undo", "put", "take", "keep", "get", "find", "start", "stop", "wait", "save");

	private static final Pattern YES_NO = Pattern.compile(
			"(?i)^(is|are|was|were|can|could|should|would|will|has|have|had|do|does|did) (i|you|we|they|he|she|it|this|that|there|any ?one|any ?body|some ?one|some ?body) (.+?)[?.!\\s]*$");

	private final Participants participants;

	private final Predicate<String> isOrdinaryWord;

	/**
	 * @param isOrdinaryWord whether a capitalized word is no name
	 */
	Prose(Participants participants, Predicate<String> isOrdinaryWord) {
		this.participants = participants;
		this.isOrdinaryWord = isOrdinaryWord;
	}

	/** A highlight's text: names who said it, except where it stands for the group. */
	String of(Found found) {
		return switch (found.kind()) {
			case DECISION -> Text.capitalized(ended(plain(found.utterance())));
			case QUESTION -> Text.capitalized(plain(found.utterance()));
			case ACTION_ITEM, KEY_POINT -> told(found.utterance());
		};
	}

	private static String plain(Utterance utterance) {
		return Text.limit(cleaned(utterance.said(), LONGEST_SENTENCE * 2), LONGEST_TEXT);
	}

	/** What is told in a language that can't be rewritten: word for word. */
	static String verbatim(Found found) {
		String said = Text.limit(Text.printable(found.utterance().said()), LONGEST_TEXT);
		return (found.kind() == Kind.QUESTION) ? said : Participants.shown(found.utterance().user()) + ": " + said;
	}

	/** The utterance in the third person. */
	String told(Utterance utterance) {
		String name = Participants.shown(utterance.user());
		String said = cleaned(utterance.said(), LONGEST_SENTENCE);
		String whom = addressee(utterance);
		String told = utterance.isQuestion() ? asked(name, said, whom) : stated(name, said, whom);
		return Text.limit(ended(told), LONGEST_TEXT);
	}

	private @Nullable String addressee(Utterance utterance) {
		Optional<String> whom = (utterance.addressee() != null) ? Optional.of(utterance.addressee())
				: this.participants.other(utterance.user());
		return whom.map(Participants::shown).orElse(null);
	}

	private String asked(String name, String said, @Nullable String whom) {
		Matcher request = REQUEST.matcher(said);
		if (request.matches()) {
			String task = others(first(request.group(1)), whom);
			return (whom != null) ? name + " asks " + whom + " to " + task : name + " asks whether someone can " + task;
		}
		Matcher yesNo = YES_NO.matcher(said);
		if (yesNo.matches()) {
			return name + " asks whether " + inverted(yesNo, whom);
		}
		return name + " asks, “" + Text.capitalized(said) + "”";
	}

	private String inverted(Matcher question, @Nullable String whom) {
		String auxiliary = question.group(1).toLowerCase(Locale.ROOT);
		String subject = question.group(2).toLowerCase(Locale.ROOT);
		boolean you = subject.equals("you");
		String shown = (you && whom != null) ? whom : THIRD.getOrDefault(you ? "we" : subject, subject);
		boolean singular = you && whom != null;
		String rest = others(first(question.group(3)), whom);
		return shown + " " + agreed(auxiliary, singular, rest);
	}

	private static String agreed(String auxiliary, boolean singular, String rest) {
		return switch (auxiliary) {
			case "do" -> singular ? inflected(rest) : rest;
			case "does" -> inflected(rest);
			case "are" -> (singular ? "is " : "are ") + rest;
			case "were" -> (singular ? "was " : "were ") + rest;
			case "have" -> (singular ? "has " : "have ") + rest;
			default -> auxiliary + " " + rest;
		};
	}

	private static String inflected(String rest) {
		int space = rest.indexOf(' ');
		String verb = (space < 0) ? rest : rest.substring(0, space);
		return thirdPerson(verb) + ((space < 0) ? "" : rest.substring(space));
	}

	private String stated(String name, String said, @Nullable String whom) {
		Matcher request = REQUEST.matcher(said);
		Matcher imperative = IMPERATIVE.matcher(said);
		if (request.matches() || imperative.matches()) {
			String task = request.matches() ? request.group(1) : imperative.group(1);
			return name + " asks " + ((whom != null) ? whom + " " : "") + "to " + others(first(task), whom);
		}
		if (isAdvice(said)) {
			return name + " advises " + ((whom != null) ? whom + " " : "") + "to "
					+ others(first(said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1)), whom);
		}
		Matcher proposal = PROPOSAL.matcher(said);
		if (proposal.matches()) {
			String not = (proposal.group(1) != null) ? "not " : "";
			return name + " proposes " + not + "to " + others(first(proposal.group(2)), whom);
		}
		Matcher offer = OFFER.matcher(said);
		if (offer.matches()) {
			return name + " will " + others(first(offer.group(1)), whom);
		}
		return ofThemselves(name, said, whom).orElseGet(() -> reported(name, said, whom));
	}

	/** "Open the file" is advice, "Open files are locked" is none. */
	private static boolean isAdvice(String said) {
		Matcher imperative = ADVICE.matcher(said);
		String verb = imperative.find() ? imperative.group(1).toLowerCase(Locale.ROOT) : "";
		return ADVISED.contains(verb) || !verb.isEmpty() && Lists.WORK_VERBS.contains(verb);
	}

	private String reported(String name, String said, @Nullable String whom) {
		return name + " says " + others(first(lowered(said)), whom);
	}

	/** "I need help" is "Ana needs help". */
	private Optional<String> ofThemselves(String name, String said, @Nullable String whom) {
		Matcher subject = SUBJECT_FORM.matcher(said);
		if (!subject.matches()) {
			return Optional.empty();
		}
		String adverb = (subject.group(2) != null) ? subject.group(2).toLowerCase(Locale.ROOT) : "";
		String rest = subject.group(4);
		return predicate(subject.group(1), adverb, subject.group(3).replace('’', '\''))
			.map((predicate) -> name + " " + predicate + others(first(rest), whom));
	}

	private static Optional<String> predicate(@Nullable String contraction, String adverb, String verb) {
		if (contraction != null) {
			String auxiliary = switch (contraction.substring(1).toLowerCase(Locale.ROOT)) {
				case "m" -> "is ";
				case "ll" -> "will ";
				case "ve" -> "has ";
				default -> "would ";
			};
			return Optional.of(auxiliary + adverb + verb);
		}
		return verbOf(verb.toLowerCase(Locale.ROOT)).map((form) -> adverb + form);
	}

	private static Optional<String> verbOf(String verb) {
		return switch (verb) {
			case "am" -> Optional.of("is");
			case "was" -> Optional.of("was");
			case "wasn't" -> Optional.of("wasn't");
			case "have" -> Optional.of("has");
			case "haven't" -> Optional.of("hasn't");
			case "do" -> Optional.of("does");
			case "don't" -> Optional.of("doesn't");
			case "dont" -> Optional.of("doesn't");
			default -> otherVerb(verb);
		};
	}

	private static Optional<String> otherVerb(String verb) {
		if (MODALS.contains(verb) || PAST.contains(verb)
				|| verb.length() > 4 && verb.endsWith("ed") && !verb.equals("need")) {
			return Optional.of(verb);
		}
		return Lists.PRESENT_VERBS.contains(verb) ? Optional.of(thirdPerson(verb)) : Optional.empty();
	}

	private static String thirdPerson(String verb) {
		if (verb.equals("have")) {
			return "has";
		}
		if (verb.endsWith("s") || verb.endsWith("sh") || verb.endsWith("ch") || verb.endsWith("x")
				|| verb.endsWith("o")) {
			return verb + "es";
		}
		boolean y = verb.endsWith("y") && verb.length() > 2 && "aeiou".indexOf(verb.charAt(verb.length() - 2)) < 0;
		return y ? verb.substring(0, verb.length() - 1) + "ies" : verb + "s";
	}

	/** First person to third. */
	private static String first(String text) {
		return FIRST_PERSON.matcher(text).replaceAll(Prose::third);
	}

	private static String third(MatchResult found) {
		String word = found.group(1);
		boolean abbreviation = word.equals("US") || word.equals("ME");
		String key = word.toLowerCase(Locale.ROOT).replace('’', '\'');
		return Matcher.quoteReplacement(abbreviation ? word : THIRD.getOrDefault(key, word));
	}

	/** Second person to the name of whom it means, where that is known. */
	private static String others(String text, @Nullable String whom) {
		if (whom == null) {
			return text;
		}
		return SECOND_PERSON.matcher(text)
			.replaceAll((found) -> Matcher.quoteReplacement(named(found.group(1).toLowerCase(Locale.ROOT), whom)));
	}

	private static String named(String word, String whom) {
		return switch (word.replace('’', '\'')) {
			case "you're", "you are" -> whom + " is";
			case "you've", "you have" -> whom + " has";
			case "you'll" -> whom + " will";
			case "you'd" -> whom + " would";
			case "you were" -> whom + " was";
			case "your", "yours" -> whom + "'s";
			default -> whom + ((word.indexOf(' ') < 0) ? "" : " " + thirdPerson(word.substring(word.indexOf(' ') + 1)));
		};
	}

	private String lowered(String text) {
		List<String> words = Words.of(text);
		boolean ordinary = !words.isEmpty() && this.isOrdinaryWord.test(words.getFirst());
		boolean shouted = text.length() > 1 && Character.isUpperCase(text.charAt(1));
		return (ordinary && !shouted) ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
	}

	static String cleaned(String said, int words) {
		String text = HASTY.matcher(Text.printable(said)).replaceAll("I'$1");
		text = GONNA.matcher(text)
			.replaceAll((found) -> found.group(1) + (found.group(1).endsWith("o") ? "ing to" : "nt to"));
		text = MARK.matcher(text).replaceFirst("");
		text = EMOTICONS.matcher(FILLERS.matcher(text).replaceAll("")).replaceAll("");
		text = STAMMER.matcher(text).replaceAll("$1");
		text = OPENERS.matcher(text).replaceFirst("");
		return shortened(text.strip().replaceFirst("^[,;:\\-–.\\s]+", ""), words);
	}

	private static String shortened(String text, int most) {
		List<String> words = new ArrayList<>(List.of(text.split(" ")));
		if (words.size() <= most) {
			return text;
		}
		for (int i = most; i > most * 3 / 5; i--) {
			if (words.get(i - 1).matches(".*[,;:.–]$")) {
				return String.join(" ", words.subList(0, i)).replaceFirst("[,;:–]+$", "");
			}
		}
		return String.join(" ", words.subList(0, most)) + "…";
	}

	private static String ended(String text) {
		String bare = text.strip().replaceFirst("(?:\\s*[,;:\\-–]|\\s+\\.+)+$", "");
		return bare.matches("(?s).*[.!?…”\"]$") ? bare : bare + ".";
	}

	static Found point(Utterance utterance) {
		return Found.of(Kind.KEY_POINT, utterance);
	}

}
