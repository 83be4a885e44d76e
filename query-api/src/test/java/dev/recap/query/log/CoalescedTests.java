package dev.recap.query.log;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class CoalescedTests {

	private final List<Sinks.One<String>> lookups = new ArrayList<>();

	private final Coalesced<String> coalesced = new Coalesced<>(() -> {
		Sinks.One<String> lookup = Sinks.one();
		this.lookups.add(lookup);
		return lookup.asMono();
	});

	@Test
	void whoComesDuringALookupSharesTheNext() {
		List<String> answers = new ArrayList<>();
		for (String name : List.of("a", "b", "c")) {
			this.coalesced.get().subscribe((answer) -> answers.add(name + answer));
		}
		assertThat(this.lookups).hasSize(1);
		this.lookups.get(0).tryEmitValue("1");
		assertThat(answers).containsExactly("a1");
		assertThat(this.lookups).hasSize(2);
		this.lookups.get(1).tryEmitValue("2");
		assertThat(answers).containsExactlyInAnyOrder("a1", "b2", "c2");
		assertThat(this.lookups).hasSize(2);
		this.coalesced.get().subscribe();
		assertThat(this.lookups).hasSize(3);
	}

	@Test
	void aFailureReachesThoseWhoShareItAndNobodyElse() {
		Mono<String> first = this.coalesced.get();
		StepVerifier.create(first)
			.then(() -> this.lookups.get(0).tryEmitError(new IllegalStateException("away")))
			.verifyErrorMessage("away");
		StepVerifier.create(first).then(() -> this.lookups.get(1).tryEmitValue("2")).expectNext("2").verifyComplete();
	}

	@Test
	void whoLeavesDoesNotTakeTheAnswerFromOthers() {
		List<String> answers = new ArrayList<>();
		this.coalesced.get().subscribe();
		this.coalesced.get().subscribe().dispose();
		this.coalesced.get().subscribe(answers::add);
		this.lookups.get(0).tryEmitValue("1");
		this.lookups.get(1).tryEmitValue("2");
		assertThat(answers).containsExactly("2");
	}

}
