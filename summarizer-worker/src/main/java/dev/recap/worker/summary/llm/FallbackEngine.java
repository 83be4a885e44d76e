package dev.recap.worker.summary.llm;

import java.util.function.Function;

import dev.recap.worker.summary.EngineException;
import dev.recap.worker.summary.EngineInput;
import dev.recap.worker.summary.EngineResult;
import dev.recap.worker.summary.SummaryEngine;
import dev.recap.worker.summary.SummaryPair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one engine and, when that could not, another. */
public final class FallbackEngine implements SummaryEngine {

	private static final Logger log = LoggerFactory.getLogger(FallbackEngine.class);

	private final SummaryEngine first;

	private final SummaryEngine second;

	public FallbackEngine(SummaryEngine first, SummaryEngine second) {
		this.first = first;
		this.second = second;
	}

	@Override
	public String name() {
		return this.first.name();
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		return either((engine) -> engine.summarize(input));
	}

	@Override
	public SummaryPair summarize(EngineInput window, EngineInput rolling) {
		return either((engine) -> engine.summarize(window, rolling));
	}

	private <T> T either(Function<SummaryEngine, T> call) {
		try {
			return call.apply(this.first);
		}
		catch (EngineException ex) {
			log.warn("The {} engine takes over: {}", this.second.name(), ex.getMessage());
			return call.apply(this.second);
		}
	}

}
