package dev.recap.worker.summary.thread;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.event.Role;
import dev.recap.schema.store.MessageDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadsTests {

	private static final Instant START = Instant.parse("2024-01-10T10:00:00Z");

	private final List<MessageDocument> messages = new ArrayList<>();

	private ThreadsTests say(String user, String content) {
		return say(user, content, Role.USER, null);
	}

	private ThreadsTests say(String user, String content, Role role, @Nullable String replyTo) {
		int place = this.messages.size();
		Instant at = START.plusSeconds(20L * place);
		this.messages.add(new MessageDocument("c", "m" + place, user, role, content, at, Map.of(), replyTo, null, 0,
				place, at, "g"));
		return this;
	}

	private List<List<String>> threads() {
		return Threads.of(this.messages)
			.all()
			.stream()
			.map((thread) -> thread.stream().map(MessageDocument::messageId).toList())
			.toList();
	}

	private ThreadsTests twoAtOnce() {
		return say("rosa", "Hello, how do I install the printer driver on dapper?")
			.say("milo", "Does anybody know why my wireless card loses its network?")
			.say("greta", "rosa: which printer is it?")
			.say("oskar", "milo: what chipset does the wireless card have?")
			.say("rosa", "greta: an old laser printer")
			.say("milo", "oskar: broadcom, I believe")
			.say("greta", "rosa: then the driver is in the printer package")
			.say("oskar", "milo: you need the firmware for broadcom");
	}

	@Test
	void tellsThreadsApartByWhomMessagesAddress() {
		assertThat(twoAtOnce().threads()).containsExactly(List.of("m0", "m2", "m4", "m6"),
				List.of("m1", "m3", "m5", "m7"));
	}

	@Test
	void whatAServerAnnouncesBelongsToNoThread() {
		say("rosa", "How do I install the printer driver?").say("system", "rosa has joined", Role.SYSTEM, null)
			.say("greta", "rosa: which printer is it?");

		assertThat(threads()).containsExactly(List.of("m0", "m2"));
	}

	@Test
	void believesAStatedReplyWhateverElseSpeaksAgainstIt() {
		twoAtOnce().say("greta", "rosa: this one is for milo", Role.USER, "m1");

		assertThat(Threads.of(this.messages).parents()).containsEntry("m8", "m1");
		assertThat(threads().get(1)).contains("m8");
	}

	@Test
	void weighsAReplyToAnUnknownMessageLikeAnyOther() {
		twoAtOnce().say("rosa", "greta: thanks, it prints", Role.USER, "gone");

		assertThat(threads().getFirst()).contains("m8");
	}

	@Test
	void everyMessageBelongsToOneThreadAndStartsItOrGoesOn() {
		Threads threads = Threads.of(twoAtOnce().messages);

		assertThat(threads.all()).flatMap((thread) -> thread).containsExactlyInAnyOrderElementsOf(this.messages);
		assertThat(threads.all()).allSatisfy((thread) -> {
			assertThat(threads.parents()).doesNotContainKey(thread.getFirst().messageId());
			assertThat(thread.subList(1, thread.size()))
				.allSatisfy((message) -> assertThat(threads.parents()).containsKey(message.messageId()));
		});
	}

	@Test
	void readsTheSameMessagesTheSameWay() {
		assertThat(Threads.of(twoAtOnce().messages)).isEqualTo(Threads.of(List.copyOf(this.messages)));
	}

	@Test
	void observesWhatAMessageMayGoOnFrom() {
		List<Choice> choices = new ArrayList<>();

		Threads.observe(twoAtOnce().messages, ThreadWeights.packaged(), choices::add);

		assertThat(choices).hasSize(8);
		assertThat(choices.get(2).options()).extracting(Choice.Option::parentId).containsExactly(null, "m0", "m1");
		assertThat(choices.get(2).options().get(1).traits()).containsEntry("to them", 1.0).containsKey("to them asked");
	}

	@Test
	void findsNoThreadsInNothing() {
		assertThat(Threads.of(List.of()).all()).isEmpty();
	}

	@Test
	void threadsRunAtOnceWhenSeveralTalkAcrossEachOther() {
		assertThat(Threads.of(twoAtOnce().messages).atOnce()).hasSize(2);
	}

	@Test
	void twoPeopleHaveNoThreadsAtOnce() {
		for (int i = 0; i < 10; i++) {
			say("rosa", "milo: what about printer " + i + "?").say("milo", "rosa: the wireless card " + i + " is fine");
		}

		assertThat(Threads.of(this.messages).atOnce()).isEmpty();
	}

	@Test
	void aMeetingHasNoThreadsAtOnce() {
		for (int i = 0; i < 10; i++) {
			say("rosa", "We could make the case of rubber " + i).say("milo", "Who would buy a rubber case?")
				.say("greta", "The target group likes fruit colours");
		}

		assertThat(Threads.of(this.messages).atOnce()).isEmpty();
	}

}
