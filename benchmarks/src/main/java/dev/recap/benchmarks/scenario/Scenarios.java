package dev.recap.benchmarks.scenario;

import java.util.List;

/** All there are, the most telling first. */
public final class Scenarios {

	private Scenarios() {
	}

	public static List<Scenario> all() {
		return List.of(new SinglePosts(), new BatchPosts(), new PipelinedSockets(), new Archiving(), new Visibility(),
				new Sustained(), new PageReads(), new FanOut(), new Startup(), new Memory(), new SmallHeap(),
				new PostLatency(), new Windows(), new OpenWindows(), new Growth(), new Streaming(), new Extractive(),
				new WindowSummaries(), new Cost());
	}

}
