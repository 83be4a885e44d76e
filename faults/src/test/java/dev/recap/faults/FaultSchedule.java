package dev.recap.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import dev.recap.faults.Fault.Kind;

/** What goes wrong, one after the other, drawn from a seed. */
final class FaultSchedule {

	private FaultSchedule() {
	}

	/** Every kind once, and again while there is time. */
	static List<Fault> full(long seed, Duration time) {
		Random random = new Random(seed);
		List<Fault> faults = new ArrayList<>();
		long left = time.toSeconds();
		while (left > 0) {
			List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
			Collections.shuffle(kinds, random);
			for (Kind kind : kinds) {
				int hold = kind.stalls() ? random.nextInt(20, 61) : random.nextInt(4, 16);
				if (left > 0) {
					faults.add(new Fault(kind, random.nextInt(6), Duration.ofSeconds(hold)));
				}
				left -= hold + 8;
			}
		}
		return faults;
	}

	/** A few kinds, briefly; an odd seed takes Kafka away, an even one the model. */
	static List<Fault> brief(long seed) {
		Random random = new Random(seed);
		List<Kind> kinds = new ArrayList<>(List.of(Kind.KILL_WORKER, Kind.LOSE_LEADER, Kind.MONGO_AWAY,
				Kind.KILL_GATEWAY, (seed % 2 == 0) ? Kind.MODEL_ERRORS : Kind.KAFKA_AWAY));
		Collections.shuffle(kinds, random);
		return kinds.stream()
			.map((kind) -> new Fault(kind, random.nextInt(6), Duration.ofSeconds(random.nextInt(2, 5))))
			.toList();
	}

}
