package dev.recap.worker.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LeisureTests {

	private final AtomicInteger working = new AtomicInteger();

	@Test
	void noMoreIsDoneAtOnceThanThereArePlaces() throws Exception {
		Leisure leisure = new Leisure(2, () -> 0);
		CyclicBarrier start = new CyclicBarrier(8);
		List<Future<Integer>> results = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
			for (int i = 0; i < 8; i++) {
				results.add(threads.submit(() -> {
					start.await();
					return leisure.take(this::work);
				}));
			}
		}
		for (Future<Integer> result : results) {
			assertThat(result.get()).isBetween(1, 2);
		}
	}

	private int work() {
		int most = this.working.incrementAndGet();
		for (int i = 0; i < 1000; i++) {
			most = Math.max(most, this.working.get());
			Thread.yield();
		}
		this.working.decrementAndGet();
		return most;
	}

	@Test
	void workThatFailsLeavesItsPlace() {
		Leisure leisure = new Leisure(1, () -> 0.5);
		assertThatIllegalStateException().isThrownBy(() -> leisure.take(() -> {
			throw new IllegalStateException("failed");
		}));
		assertThat(leisure.<String>take(() -> "made")).isEqualTo("made");
	}

}
