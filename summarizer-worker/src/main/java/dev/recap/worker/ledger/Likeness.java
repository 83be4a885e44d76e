package dev.recap.worker.ledger;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import opennlp.tools.stemmer.PorterStemmer;

/** What texts are about, and how much two of them are about the same. */
final class Likeness {

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’]\\p{L}+)?");

	private static final int MOST_WORDS = 200;

	private static final Map<String, String> IRREGULAR = Map.ofEntries(Map.entry("sent", "send"),
			Map.entry("wrote", "write"), Map.entry("written", "write"), Map.entry("made", "make"),
			Map.entry("did", "do"), Map.entry("done", "do"), Map.entry("bought", "buy"), Map.entry("built", "build"),
			Map.entry("paid", "pay"), Map.entry("told", "tell"), Map.entry("spoke", "speak"),
			Map.entry("spoken", "speak"), Map.entry("found", "find"), Map.entry("gave", "give"),
			Map.entry("given", "give"), Map.entry("took", "take"), Map.entry("taken", "take"), Map.entry("met", "meet"),
			Map.entry("held", "hold"), Map.entry("ran", "run"), Map.entry("brought", "bring"),
			Map.entry("chose", "choose"), Map.entry("chosen", "choose"), Map.entry("forgot", "forget"));

	private static final Set<String> EMPTY = stems("""
			a an and are as at be been but by can could do does did don't done for from had has have he her him his i if
			in is it its just me my no not of on or our out she so than that the their them then there these they this
			those to up us was we were what will with would yes you your am about all also ok okay i'll i'm i've we'll
			we've we're it's that's he'll she'll they'll you'll let's let need needs should must please want wants ask
			asks asked today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday mon tue wed thu
			fri sat sun week weeks month next now soon later morning afternoon evening noon day end thing things stuff
			thank thanks cheers hey hi hello yeah yep yup sure great good nice cool perfect already finally still go
			going gonna get gets got which one some any too very really actually everyone everybody guys decided decide
			agreed agree decision action todo item shall after before until till when into onto here over back away off
			instead again well right much more how never mind nevermind nvm longer due deadline set sorted taken care
			handled complete completed finished finish wrapped scratch forget cancel cancelled canceled drop skip bother
			anymore any postpone postponed reschedule rescheduled delay delayed move moved moving push pushed shift
			shifted slip slips slipped bump bumped""");

	/** Verbs that go with anything. */
	private static final Set<String> DEEDS = stems("""
			send write make buy build pay tell speak find give take meet hold fix merge ship deploy publish upload book
			order call email mail schedule update post submit file review sign deliver create add remove close release
			prepare share draft check run bring work start wrap change clean""");

	private static final double SAME = 0.6;

	private static final double SAME_MESSAGE = 0.34;

	private Likeness() {
	}

	private static Set<String> stems(String words) {
		return WORD.matcher(words).results().map((found) -> stem(found.group())).collect(Collectors.toSet());
	}

	private static String stem(String word) {
		String base = IRREGULAR.getOrDefault(word, word);
		return (base.length() > 3) ? new PorterStemmer().stem(base) : base;
	}

	/** What a text says, apart from who says it. */
	static Set<String> terms(String text, Collection<String> names) {
		Set<String> terms = new LinkedHashSet<>();
		Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\''));
		while (words.find() && terms.size() < MOST_WORDS) {
			terms.add(stem(words.group()));
		}
		terms.removeAll(EMPTY);
		terms.removeIf((term) -> term.length() == 1 && Character.isLetter(term.charAt(0)));
		names.forEach((name) -> terms.removeAll(stems(name.toLowerCase(Locale.ROOT))));
		return terms;
	}

	/** What is left without the verbs that go with anything. */
	static List<String> things(Collection<String> terms) {
		return terms.stream().filter((term) -> !DEEDS.contains(term)).toList();
	}

	static List<String> deeds(Collection<String> terms) {
		return terms.stream().filter(DEEDS::contains).toList();
	}

	/** Whether two statements say the same. */
	static boolean same(Set<String> one, Set<String> two) {
		return one.equals(two) || isContained(one, two) || overlap(one, two) >= SAME;
	}

	/** Whether two statements that cite the same message say the same. */
	static boolean sameOfOneMessage(Set<String> one, Set<String> two) {
		return one.equals(two) || overlap(one, two) >= SAME_MESSAGE;
	}

	private static boolean isContained(Set<String> one, Set<String> two) {
		return Math.min(one.size(), two.size()) >= 2 && common(one, two) == Math.min(one.size(), two.size());
	}

	private static double overlap(Set<String> one, Set<String> two) {
		long common = common(one, two);
		return (common == 0) ? 0 : (double) common / (one.size() + two.size() - common);
	}

	/** How much of the smaller one the other has, from 0 to 1. */
	static double share(Collection<String> one, Collection<String> two) {
		int smaller = Math.min(one.size(), two.size());
		return (smaller == 0) ? 0 : (double) common(new HashSet<>(one), two) / smaller;
	}

	private static long common(Set<String> one, Collection<String> two) {
		return two.stream().filter(one::contains).count();
	}

}
