package dev.recap.worker.summary.extractive;

import java.util.concurrent.TimeUnit;

import dev.recap.benchmarks.scenario.ExtractiveMain;
import dev.recap.worker.summary.EngineInput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Ranking what was said, and all of a summary, of 200 messages. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ExtractiveBenchmark {

	private final ExtractiveEngine engine = new ExtractiveEngine();

	private final EngineInput input = ExtractiveMain.conversation(1);

	@Benchmark
	public Object rank() {
		return this.engine.observe(this.input.messages());
	}

	@Benchmark
	public Object summarize() {
		return this.engine.summarize(this.input);
	}

}
