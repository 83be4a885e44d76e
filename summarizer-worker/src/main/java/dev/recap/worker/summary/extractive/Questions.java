package dev.recap.worker.summary.extractive;

import java.util.regex.Pattern;

/** Tells questions, with and without their mark. */
final class Questions {

	private static final Pattern MARKED = Pattern.compile("[?？؟]\\s*$");

	private static final Pattern ASKED = Pattern
		.compile("^(?:does|do|did|is|are|was|were|can|could|would|should|will|has|have|had|isn't|aren't|doesn't|don't) "
				+ "(?:any(?:one|body)|some(?:one|body)|i|you|we|they|he|she|it|there|this|that|the|my|your) .+"
				+ "|^(?:how (?:do|does|did|can|could|would|should|is|are|was|long|much|many|come|about)|what(?:'s| is| are| was| does| do| did| about| kind| version| time)"
				+ "|why (?:do|does|did|is|are|was|not|can't|would|should)|where(?:'s| is| are| do| does| did| can)|when(?:'s| is| are| do| does| did| will| can)"
				+ "|who(?:'s| is| are| has| can| will| was)|which (?:one|of|is)) .+|^(?:any(?:one|body) (?:know|here|have|using|got|tried|else|ever|around)|any ideas?\\b).*");

	private static final Pattern STATEMENT = Pattern
		.compile("^(?:what (?:i|you|we|they)|how (?:i|you|we|they)|when (?:i|you|we|they)|where (?:i|you|we|they)) .+"
				+ "|^(?:have|do) (?:a|the) .+|^(?:is|was) (?:the|that|this) .+ that .+|^how about (?:that|no)\\b.*"
				+ "|^do (?:it|this|that) .+|^have (?:it|this|that|they|he|she) .+");

	private static final Pattern RHETORICAL = Pattern
		.compile("(?:, |\\s)(?:right|you know|eh|huh|no|okay|ok|yeah|isn't it|don't you think|doesn't it)\\s*\\?+$");

	private static final int FEWEST_WORDS = 4;

	private Questions() {
	}

	static boolean isQuestion(Utterance utterance) {
		return MARKED.matcher(utterance.said()).find() || isUnmarked(utterance.plain());
	}

	private static boolean isUnmarked(String plain) {
		return !plain.endsWith(".") && !plain.endsWith("!") && ASKED.matcher(plain).matches()
				&& !STATEMENT.matcher(plain).matches();
	}

	/** Whether it is worth keeping: it can be understood on its own. */
	static boolean isWorthKeeping(Utterance utterance) {
		return isQuestion(utterance) && utterance.words() >= FEWEST_WORDS && utterance.stems().size() >= 2
				&& !RHETORICAL.matcher(utterance.plain()).find();
	}

}
