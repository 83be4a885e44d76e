package dev.recap.worker.summary;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.recap.worker.summary.EngineException.Reason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model where there is one, and the extractive engine for when it cannot. */
final class Engines {

	private static final Logger log = LoggerFactory.getLogger(Engines.class);

	private final @Nullable SummaryEngine model;

	private final SummaryEngine extractive;

	private final Leisure leisure;

	Engines(SummaryEngines engines, SummarySettings.Choice choice) {
		this(engines, choice, new Leisure(() -> 0));
	}

	/**
	 * The engines that are to be used.
	 * @param leisure when the extractive engine does what nobody waits for
	 * @throws IllegalStateException when the model is wanted and there is none
	 */
	Engines(SummaryEngines engines, SummarySettings.Choice choice, Leisure leisure) {
		this.leisure = leisure;
		this.extractive = new VerifiedEngine(engines.extractive());
		this.model = switch (choice) {
			case AUTO -> (engines.model() != null) ? new VerifiedEngine(engines.model()) : null;
			case EXTRACTIVE -> null;
			case LLM -> wanted(engines.model());
		};
	}

	private static SummaryEngine wanted(@Nullable SummaryEngine model) {
		if (model == null) {
			throw new IllegalStateException(
					"recap.summary.engine is llm, so recap.summary.model must be set, and base-url or api-key");
		}
		return new VerifiedEngine(model);
	}

	/** Work done by the model, or by the extractive engine when the model cannot. */
	<T> Made<T> make(Function<SummaryEngine, T> work) {
		return make(work, () -> work.apply(this.extractive));
	}

	/** The same for what nobody waits for: the model works elsewhere, the other here. */
	<T> Made<T> makeAtLeisure(Function<SummaryEngine, T> work) {
		return make(work, () -> this.leisure.take(() -> work.apply(this.extractive)));
	}

	private <T> Made<T> make(Function<SummaryEngine, T> work, Supplier<T> here) {
		if (this.model == null) {
			return new Made<>(here.get(), this.extractive.name(), null);
		}
		try {
			return byModel(work);
		}
		catch (EngineException ex) {
			log.warn("The extractive engine stands in for the model: {}", ex.getMessage());
			return new Made<>(here.get(), this.extractive.name(), ex.reason());
		}
	}

	/**
	 * Work done by the model.
	 * @throws EngineException when it cannot
	 */
	<T> Made<T> byModel(Function<SummaryEngine, T> work) {
		if (this.model == null) {
			throw new EngineException("There is no model", null);
		}
		return new Made<>(work.apply(this.model), this.model.name(), null);
	}

	/**
	 * Work and who did it.
	 *
	 * @param instead why the model did not do it; null when it did or there is none
	 */
	record Made<T>(T result, String engine, @Nullable Reason instead) {
	}

}
