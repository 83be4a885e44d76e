package dev.recap.worker.summary;

import dev.recap.schema.summary.SummaryStatus;
import dev.recap.worker.summary.EngineException.Reason;
import dev.recap.worker.summary.verify.Checked;
import dev.recap.worker.summary.verify.Verifier;

/** An engine of whose results only what the messages prove goes on. */
record VerifiedEngine(SummaryEngine engine) implements SummaryEngine {

	@Override
	public String name() {
		return this.engine.name();
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		return proven(input, this.engine.summarize(input));
	}

	@Override
	public WindowResult summarizeWindow(EngineInput window, EngineInput rolling) {
		WindowResult made = this.engine.summarizeWindow(window, rolling);
		return new WindowResult(proven(window, made.window()), proven(rolling, made.rolling()));
	}

	private static EngineResult proven(EngineInput input, EngineResult made) {
		Checked checked = Verifier.of(input.messages(), input.previous())
			.check(made.title(), made.summary(), made.insights());
		boolean nothing = made.status() == SummaryStatus.OK && checked.summary().isBlank();
		if (nothing && made.model() != null) {
			throw new EngineException(Reason.UNUSABLE, "Nothing of what the model told is in the messages", null);
		}
		return new EngineResult(nothing ? SummaryStatus.INSUFFICIENT_CONTENT : made.status(), checked.title(),
				checked.summary(), checked.insights(), made.omitted(), made.model(), made.version(), made.usage());
	}

}
