package dev.recap.worker.window;

import java.util.concurrent.TimeUnit;

import dev.recap.schema.topic.Position;
import dev.recap.worker.window.ConversationState.Entry;
import dev.recap.worker.window.ConversationState.OpenWindow;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What one message does to its window: it is added, and the window is written and read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WindowBenchmark {

	private static final int MESSAGES = 10;

	private final ConversationStateSerde serde = new ConversationStateSerde();

	private final OpenWindow window = window();

	private final byte[] bytes = this.serde.serializer().serialize("windows", this.window);

	private static OpenWindow window() {
		OpenWindow window = OpenWindow.start(entry(0), 0, null);
		for (int i = 1; i < MESSAGES; i++) {
			window = window.add(entry(i), i);
		}
		return window;
	}

	private static Entry entry(int number) {
		return new Entry(number * 0x9e3779b97f4a7c15L, new Position(1, number), number, number);
	}

	@Benchmark
	public Object addMessage() {
		Entry entry = entry(MESSAGES);
		return this.window.hasSeen(entry.hash()) ? this.window : this.window.add(entry, MESSAGES);
	}

	@Benchmark
	public byte[] write() {
		return this.serde.serializer().serialize("windows", this.window);
	}

	@Benchmark
	public Object read() {
		return this.serde.deserializer().deserialize("windows", this.bytes);
	}

}
