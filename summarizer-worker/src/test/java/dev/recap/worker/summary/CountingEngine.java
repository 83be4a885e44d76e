package dev.recap.worker.summary;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.recap.schema.event.Usage;
import dev.recap.schema.store.MessageDocument;
import dev.recap.schema.summary.Insights;
import dev.recap.schema.summary.SummaryStatus;
import dev.recap.worker.summary.EngineException.Reason;
import org.jspecify.annotations.Nullable;

/** An engine whose summaries say what they were made of. */
final class CountingEngine implements SummaryEngine {

	final AtomicInteger calls = new AtomicInteger();

	volatile boolean down;

	volatile @Nullable Reason fails;

	volatile Runnable during = () -> {
	};

	private final String name;

	CountingEngine(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public EngineResult summarize(EngineInput input) {
		this.calls.incrementAndGet();
		this.during.run();
		if (this.down) {
			throw new EngineException("down", null);
		}
		if (this.fails != null) {
			throw new EngineException(this.fails, "fails", null);
		}
		boolean model = this.name.equals("llm");
		List<MessageDocument> messages = input.messages();
		String first = messages.getFirst().content();
		String own = first + ".." + messages.getLast().content();
		String text = input.type().json() + " of " + ((input.previous() != null)
				? input.previous().summary().replace("rolling of ", "").replace("window of ", "") + " and " : "") + own;
		return new EngineResult(SummaryStatus.OK, "title of " + first, text, Insights.none(), 0, model ? "m" : null,
				"1", model ? new Usage(10, 1, 0.5) : null);
	}

}
