package dev.recap.worker.ledger;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.AsOf;
import dev.recap.worker.ledger.Entry.Action;
import dev.recap.worker.ledger.Entry.Cue;
import org.jspecify.annotations.Nullable;

/** Finds messages that say that something is done, given up or put off. */
final class Cues {

	private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?])\\s+|[\\n;]+|\\s+-+\\s+");

	private static final String PAST = "(?:sent|wrote|written|merged|fixed|shipped|deployed|published|uploaded|booked|ordered|bought|paid|called|emailed|mailed|scheduled|updated|posted|pushed|submitted|filed|reviewed|signed|delivered|created|added|removed|closed|released|prepared|shared|drafted|checked|told|spoke|found|cleaned|finished|completed|handled|sorted|did|built|wrapped)";

	private static final Pattern GENERIC_DONE = Pattern.compile(
			"^(?:ok(?:ay)?[,. ]+|and |all |it's |its |that's |thats |this is |it is |i'm |i am |we're |now )*(?:done|finished|completed?|all set|taken care of|sorted|handled|✅|✔️?)(?:$|\\W.*)|(?:'s|is|are|'re|was|has been|have been|got|now) (?:all |now |already |finally )*(?:done|finished|complete|completed|taken care of|sorted|handled)\\b.*");

	private static final Pattern DEED_DONE = Pattern.compile("^(?:ok(?:ay)?[,. ]+|and |so |just |already |finally )*"
			+ PAST
			+ "\\b.*|.*\\b(?:i|we|i've|we've|i have|we have|just|already|finally)(?: just| already| now| finally| also)* "
			+ PAST + "\\b.*|.*\\b(?:has been|have been|is|are|was|were|got)(?: just| already| now| finally)* (?:"
			+ "sent|written|merged|fixed|shipped|deployed|published|uploaded|booked|ordered|bought|paid|scheduled|updated|posted|pushed|submitted|filed|reviewed|signed|delivered|created|removed|released|prepared|shared|drafted|built|cleaned)\\b.*");

	/** Not done, not yet, or not said as a fact. */
	private static final Pattern NOT_DONE = Pattern.compile(
			"\\?|\\b(?:not|never|almost|nearly|when|once|if|until|unless|till|will|would|should|could|can|cannot|may|might|gonna|going to|to be|need|needs|have to|has to|must|let me|half|soon|yet|isn't|aren't|wasn't|haven't|hasn't|didn't|don't|doesn't|can't|won't|nobody|nothing|get it|gets|done (?:for (?:today|tonight|now|the (?:day|week))|here|deal|talking)|(?:so|well|nicely) done)\\b|'ll\\b");

	private static final Pattern GENERIC_DROP = Pattern.compile(
			"(?<!don't |do not |dont |not |never )\\b(?:forget (?:about )?(?:it|that|this)|never ?mind|nvm|scratch that|cancel that|drop that|drop it|no longer needed|not needed any ?more)\\b.*");

	private static final Pattern DROP = Pattern.compile(
			"(?<!don't |do not |dont |not |never |didn't |won't |to |i |i'd )\\b(?:forget|never ?mind|scratch|cancel|cancell?ed|drop|skip|no need (?:to|for)|don't bother|no longer need|don't need|called off|not doing|won't be doing)\\b.*");

	private static final Pattern MOVE = Pattern.compile(
			".*\\b(?:moved?|moving|push(?:ed)?(?: back)?|postponed?|delay(?:ed)?|reschedul(?:e|ed)|shift(?:ed)?|slip(?:s|ped)?|bump(?:ed)?|due|deadline is)\\b.*\\b(?:to|until|till|by|on|for|now|is)\\b.*");

	private static final Pattern QUESTION = Pattern.compile("\\?\\s*$");

	private static final int LONGEST = 2000;

	private static final int MOST = 3;

	private Cues() {
	}

	/**
	 * The cues of a message.
	 * @param names of the participants, who are not what it is about
	 */
	static List<Cue> of(MessageDocument message, AsOf asOf, Collection<String> names) {
		if (message.role() == Role.SYSTEM || message.content().length() > LONGEST) {
			return List.of();
		}
		List<String> everything = things(message.content(), names);
		List<Cue> cues = new ArrayList<>();
		for (String sentence : SENTENCES.split(message.content())) {
			if (cues.size() < MOST) {
				cue(sentence.strip(), everything, message, asOf, names).ifPresent(cues::add);
			}
		}
		return cues;
	}

	private static Optional<Cue> cue(String sentence, List<String> everything, MessageDocument message, AsOf asOf,
			Collection<String> names) {
		String plain = sentence.toLowerCase(Locale.ROOT).replace('’', '\'');
		Set<String> terms = Likeness.terms(sentence, names);
		List<String> own = things(sentence, names);
		List<String> things = own.isEmpty() ? everything : own;
		LocalDate said = message.timestamp().atZone(ZoneOffset.UTC).toLocalDate();
		Optional<LocalDate> due = Days.find(plain, said);
		if (plain.startsWith(">") || QUESTION.matcher(plain).find()) {
			return Optional.empty();
		}
		if (GENERIC_DROP.matcher(plain).find() || DROP.matcher(plain).find() && !things.isEmpty()) {
			boolean generic = GENERIC_DROP.matcher(plain).find();
			return Optional.of(cue(message, asOf, Action.DROP, null, generic, terms, things));
		}
		if (due.isPresent() && MOVE.matcher(plain).matches()) {
			return Optional.of(cue(message, asOf, Action.MOVE, due.get().toString(), true, terms, things));
		}
		if (NOT_DONE.matcher(plain).find()) {
			return Optional.empty();
		}
		boolean generic = GENERIC_DONE.matcher(plain).find();
		if (generic || DEED_DONE.matcher(plain).matches()) {
			return Optional.of(cue(message, asOf, Action.FINISH, null, generic, terms, things));
		}
		return Optional.empty();
	}

	private static Cue cue(MessageDocument message, AsOf asOf, Action action, @Nullable String due, boolean generic,
			Set<String> terms, List<String> things) {
		return new Cue(asOf, message.timestamp(), message.messageId(), message.userId(), message.replyTo(), action, due,
				generic, Likeness.deeds(terms), things);
	}

	private static List<String> things(String text, Collection<String> names) {
		return Likeness.things(Likeness.terms(text, names)).stream().filter((term) -> !Days.isDay(term)).toList();
	}

}
