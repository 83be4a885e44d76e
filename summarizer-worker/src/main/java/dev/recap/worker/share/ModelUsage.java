package dev.recap.worker.share;

import java.util.function.Supplier;

import dev.recap.observe.Traces;
import dev.recap.schema.event.Usage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import org.jspecify.annotations.Nullable;

/** Counts calls of models, the tokens they read and write, and what they cost. */
public final class ModelUsage {

	private final MeterRegistry meters;

	private final Traces traces;

	public ModelUsage(MeterRegistry meters) {
		this(meters, Traces.OFF);
	}

	public ModelUsage(MeterRegistry meters, Traces traces) {
		this.meters = meters;
		this.traces = traces;
	}

	/** A call of a model. */
	@FunctionalInterface
	public interface Call<T extends @Nullable Object, E extends Exception> {

		T make() throws E;

	}

	/**
	 * Makes a call, and shows how long it took and where in a trace.
	 * @param model the model's name
	 */
	public <T extends @Nullable Object, E extends Exception> T call(String purpose, String model, Call<T, E> call)
			throws E {
		Timer.Sample sample = Timer.start(this.meters);
		try (Traces.Work work = this.traces.work("model " + purpose, Span.Kind.CLIENT, this.traces.current())
			.tag("gen_ai.operation.name", "chat")
			.tag("gen_ai.request.model", model)) {
			try {
				return call.make();
			}
			catch (Exception ex) {
				work.failed(ex);
				throw ex;
			}
		}
		finally {
			sample.stop(this.meters.timer("recap.model.duration", "purpose", purpose));
		}
	}

	/**
	 * Counts a call that was answered.
	 * @param purpose what the call was for: {@code summary} or {@code reply}
	 */
	public void add(String purpose, Usage usage) {
		this.meters.counter("recap.model.calls", "purpose", purpose).increment();
		this.meters.counter("recap.model.tokens", "purpose", purpose, "kind", "input").increment(usage.inputTokens());
		this.meters.counter("recap.model.tokens", "purpose", purpose, "kind", "output").increment(usage.outputTokens());
		this.meters.counter("recap.model.cost", "purpose", purpose).increment(usage.cost());
	}

	/** Counts a call that failed. */
	public void failed(String purpose, String reason) {
		this.meters.counter("recap.model.failures", "purpose", purpose, "reason", reason).increment();
	}

	/** Counts an answer that had been paid for before. */
	public void known(String purpose) {
		this.meters.counter("recap.model.known", "purpose", purpose).increment();
	}

	/** Counts a call that a budget did not allow. */
	public void refused(String scope) {
		this.meters.counter("recap.budget.refusals", "scope", scope).increment();
	}

	/**
	 * Shows whether a model is asked.
	 * @param state 0 when it is, 1 when it is tried again after failures, 2 when it is
	 * not
	 */
	public void breaker(String purpose, Supplier<Number> state) {
		Gauge.builder("recap.model.breaker", state).tag("purpose", purpose).strongReference(true).register(this.meters);
	}

}
