package dev.recap.worker.summary.extractive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.recap.schema.summary.Highlight.Kind;

/** Finds what was decided: said outright, agreed to, or voted for. */
final class Decisions {

	private static final Pattern OUTRIGHT = Pattern.compile(
			"\\b(?:we|the (?:team|group|company|board|committee))(?:'ve| have|'s| has|'re| are)?(?: all| finally| now| already| just)? (?:decided|agreed|settled on|resolved|chose|chosen|opted|concluded|voted) \\S"
					+ "|^\\W*(?:decision|resolved|resolution|agreed|decided|conclusion)\\s*[:\\-–] ?\\S"
					+ "|\\b(?:let's|lets) (?:go with|stick with|stick to|settle on|use|adopt|keep|drop|postpone|go for|do it) ?\\S"
					+ "|\\b(?:we'll|we will|we're going to|we are going to|we're gonna|we're just gonna) (?:not |just |only |also |definitely )*(?:use|go with|go for|stick with|stick to|adopt|drop|skip|switch to|move to|postpone|stay with|ship|merge)\\b \\S"
					+ "|\\bwe(?:'re| are) (?:going with|sticking with|dropping|going for)\\b"
					+ "|\\b(?:final decision|it(?:'s| is| was) (?:been )?(?:decided|agreed|settled)|(?<!be )decided (?:that|to|not to|against)|the decision is|consensus is|general consensus|decided upon)\\b");

	private static final Pattern DECLARED = Pattern
		.compile("^\\W*(?:decision|resolved|resolution|agreed|decided|conclusion)\\s*[:\\-–] ?\\S");

	private static final Pattern UNDECIDED = Pattern.compile(
			"^(?:because|'cause|given|since)\\b|\\b(?:if|unless|whether|maybe|perhaps|might|haven't|hasn't|not yet|didn't|did not|have not|never|need to decide|until|unless|should we|could|would|can't decide|why|how|before we|i think we)\\b");

	private static final Pattern PROPOSAL = Pattern.compile(
			"^(?:let's|lets|how about|what about|why don't we|shall we|should we|can we|could we|we should|we could|i propose|i suggest|i'd suggest|proposal|propose|what if we)\\b");

	private static final Pattern ASSENT = Pattern.compile(
			"^(?:agreed|\\+1|deal|sounds (?:good|great|like a plan|fine|perfect)|i agree|works for me|good idea|great idea|let's do (?:it|that)|absolutely|fine (?:by|with) me|perfect|approved|done deal|sold|ok let's|yes,? let's|makes sense|i'm in|all right|go for it)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern VOTE = Pattern.compile("^\\s*(?:\\+1|\\+ ?0\\.[5-9]\\d?|👍|aye)(?!\\d).{0,60}$");

	private static final Pattern VETO = Pattern.compile("^\\s*-1(?!\\d).{0,60}$");

	private static final Pattern ANY_VOTE = Pattern.compile("^\\s*[+-] ?[01](?:\\.\\d+)?(?!\\d).{0,60}$");

	private static final Pattern OPINION = Pattern.compile(
			"(?i)^(?:…|\\.\\.|(?:i|you|it|that|this|yes|no|but|and|so)\\b|\\p{L}[\\w-]* ?: )(?<!proposal: |proposed: |resolved: |resolution: )");

	private static final int VOTES = 2;

	private static final int REPLY_WITHIN = 3;

	private static final int LOOK_BACK = 6;

	private static final int BALLOT = 14;

	/** How long a proposal may be talked about, in utterances. */
	private static final int PATIENCE = 60;

	private static final double SAME = 0.6;

	private Decisions() {
	}

	/** Those that the weights hold for decisions. */
	static List<Found> find(List<Utterance> utterances, Weights weights) {
		return candidates(utterances).stream()
			.filter((candidate) -> weights.score(Kind.DECISION, candidate.traits()) > 0)
			.map(Candidate::found)
			.toList();
	}

	/** Whatever has the form of one. */
	static List<Candidate> candidates(List<Utterance> utterances) {
		ItemTraits traits = new ItemTraits(utterances);
		List<Candidate> candidates = new ArrayList<>();
		Map<Integer, Found> restated = restated(utterances);
		Set<Integer> settled = new HashSet<>();
		restated.values().forEach((found) -> found.proof().forEach((proof) -> settled.add(proof.index())));
		for (int i = 0; i < utterances.size(); i++) {
			Found again = restated.get(i);
			if (again != null) {
				boolean voted = !traits.isChat() && votes(utterances, i + 1).size() > 1;
				candidates.add(new Candidate(again, traits.of(voted ? "put to the vote" : "restated", again)));
			}
			else if (!settled.contains(i)) {
				Optional<Candidate> candidate = decided(utterances, i, traits, !restated.isEmpty())
					.filter((other) -> !settled.contains(other.found().utterance().index()));
				candidate.ifPresent(candidates::add);
			}
		}
		return candidates;
	}

	private static Optional<Candidate> decided(List<Utterance> utterances, int at, ItemTraits traits, boolean formal) {
		Utterance utterance = utterances.get(at);
		if (isOutright(utterance)) {
			Found found = Found.of(Kind.DECISION, utterance);
			return Optional.of(new Candidate(found,
					traits.of(DECLARED.matcher(utterance.plain()).find() ? ItemTraits.MARKED : "outright", found)));
		}
		if (VOTE.matcher(utterance.said()).matches()) {
			String form = formal ? "voted, others restated" : "voted";
			return carried(utterances, at).map((found) -> new Candidate(found, traits.of(form, found)));
		}
		return agreed(utterances, at).map((found) -> new Candidate(found, traits.of("agreed", found)));
	}

	/** What was proposed, agreed to and then said again, by where it was said again. */
	private static Map<Integer, Found> restated(List<Utterance> utterances) {
		Map<Integer, Found> restated = new HashMap<>();
		List<Integer> assents = new ArrayList<>();
		for (int i = 0; i < utterances.size(); i++) {
			Utterance utterance = utterances.get(i);
			if (VOTE.matcher(utterance.said()).matches() || isAssent(utterance)) {
				assents.add(i);
			}
			else if (!assents.isEmpty() && assents.getLast() >= i - BALLOT && isMotion(utterance)
					&& utterance.stems().size() >= 3) {
				saidBefore(utterances, i, assents).ifPresent((found) -> restated.put(found.utterance().index(), found));
			}
		}
		return restated;
	}

	private static Optional<Found> saidBefore(List<Utterance> utterances, int at, List<Integer> assents) {
		Utterance again = utterances.get(at);
		for (int i = at - 2; i >= Math.max(0, at - PATIENCE); i--) {
			Utterance before = utterances.get(i);
			if (before.message() != again.message() && isSame(before, again)) {
				int said = i;
				List<Utterance> proof = new ArrayList<>(List.of(again, before));
				assents.stream().filter((assent) -> assent > said).map(utterances::get).forEach(proof::add);
				return (proof.size() > 2) ? Optional.of(new Found(Kind.DECISION, again, null, null, proof))
						: Optional.empty();
			}
		}
		return Optional.empty();
	}

	private static boolean isSame(Utterance one, Utterance two) {
		if (Math.min(one.stems().size(), two.stems().size()) * 3 < Math.max(one.stems().size(), two.stems().size())) {
			return false;
		}
		Set<String> first = new HashSet<>(one.stems());
		Set<String> second = new HashSet<>(two.stems());
		long common = first.stream().filter(second::contains).count();
		return common >= SAME * (first.size() + second.size() - common);
	}

	private static boolean isOutright(Utterance utterance) {
		return !utterance.isQuestion() && !utterance.stems().isEmpty() && utterance.words() >= 4
				&& !utterance.plain().startsWith(">") && OUTRIGHT.matcher(utterance.plain()).find()
				&& !UNDECIDED.matcher(utterance.plain()).find();
	}

	private static Optional<Found> agreed(List<Utterance> utterances, int at) {
		Utterance proposal = utterances.get(at);
		if (proposal.stems().size() < 2 || !PROPOSAL.matcher(proposal.plain()).find()) {
			return Optional.empty();
		}
		for (int i = at + 1; i < Math.min(utterances.size(), at + 1 + REPLY_WITHIN); i++) {
			Utterance reply = utterances.get(i);
			if (!reply.user().equals(proposal.user()) && isAssent(reply)) {
				return Optional.of(new Found(Kind.DECISION, proposal, null, null, List.of(proposal, reply)));
			}
		}
		return Optional.empty();
	}

	private static boolean isAssent(Utterance reply) {
		String said = reply.said().strip().replaceFirst("(?i)^(?:yes|yeah|yep|ok|okay|sure)[,.! ]+", "");
		return reply.words() <= 12 && !reply.said().endsWith("?") && !reply.plain().contains(" but ")
				&& ASSENT.matcher(said).find();
	}

	private static Optional<Found> carried(List<Utterance> utterances, int firstVote) {
		if (firstVote == 0 || ANY_VOTE.matcher(utterances.get(firstVote - 1).said()).matches()) {
			return Optional.empty();
		}
		Optional<Utterance> motion = motion(utterances, firstVote);
		List<Utterance> votes = votes(utterances, firstVote);
		if (motion.isEmpty() || votes.size() < VOTES) {
			return Optional.empty();
		}
		List<Utterance> proof = new ArrayList<>(votes);
		proof.addFirst(motion.get());
		return Optional.of(new Found(Kind.DECISION, motion.get(), null, null, List.copyOf(proof)));
	}

	private static Optional<Utterance> motion(List<Utterance> utterances, int firstVote) {
		for (int i = firstVote - 1; i >= Math.max(0, firstVote - LOOK_BACK); i--) {
			Utterance candidate = utterances.get(i);
			if (candidate.words() >= 3 && !candidate.stems().isEmpty()) {
				return Optional.of(opening(utterances, i)).filter(Decisions::isMotion);
			}
		}
		return Optional.empty();
	}

	/**
	 * What somebody says to another, goes on with or merely thinks was not put to the
	 * vote.
	 */
	private static boolean isMotion(Utterance candidate) {
		return candidate.said().equals(candidate.quote()) && !candidate.isQuestion()
				&& !OPINION.matcher(candidate.said()).find();
	}

	/** A motion of several sentences is named by its first. */
	private static Utterance opening(List<Utterance> utterances, int last) {
		int first = last;
		while (first > 0 && utterances.get(first - 1).message() == utterances.get(last).message()) {
			first--;
		}
		return utterances.get(first);
	}

	private static List<Utterance> votes(List<Utterance> utterances, int firstVote) {
		List<Utterance> votes = new ArrayList<>();
		Set<String> voters = new HashSet<>();
		for (int i = firstVote; i < Math.min(utterances.size(), firstVote + BALLOT); i++) {
			Utterance utterance = utterances.get(i);
			if (VETO.matcher(utterance.said()).matches()) {
				return List.of();
			}
			if (VOTE.matcher(utterance.said()).matches() && voters.add(utterance.user())) {
				votes.add(utterance);
			}
		}
		return votes;
	}

}
