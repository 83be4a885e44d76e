package dev.recap.gateway.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

import dev.recap.benchmarks.load.Messages;
import dev.recap.gateway.body.LimitSettings;
import dev.recap.schema.event.ChatEventWriter;
import dev.recap.schema.topic.Position;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;

/** From a body's bytes to a record's, and the answer's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IngestBenchmark {

	private final SubmissionReader reader = new SubmissionReader(limits(), Clock.systemUTC());

	private final byte[] single = new Messages(1).single("conversation", "ann").getBytes(StandardCharsets.UTF_8);

	private final byte[] batch = new Messages(2).batch("conversation", "ann", 100).getBytes(StandardCharsets.UTF_8);

	private final Submission submission = this.reader.read(this.single, Defaults.NONE);

	@Benchmark
	public Object readSingle() {
		return this.reader.read(this.single, Defaults.NONE);
	}

	@Benchmark
	public Object readBatchOf100() {
		return this.reader.read(this.batch, Defaults.NONE);
	}

	@Benchmark
	public byte[] writeEvent() {
		return ChatEventWriter.value(this.submission.messages().getFirst());
	}

	@Benchmark
	public byte[] acknowledge() {
		return Acknowledgement.json(null, this.submission, new Position(3, 123_456));
	}

	private static LimitSettings limits() {
		return Binder.get(new StandardEnvironment()).bindOrCreate("recap.limits", LimitSettings.class);
	}

}
