package dev.recap.worker.summary.extractive;

import dev.recap.schema.summary.Highlight.Kind;
import dev.recap.schema.summary.SummaryType;

/** How long a summary may be. */
record Length(int sentences, int words, int items, int questions) {

	static Length of(SummaryType type, int utterances, boolean continued) {
		return switch (type) {
			case BRIEF -> new Length(3, 26, 10, 3);
			case WINDOW -> new Length(3, 60, 20, 5);
			case ROLLING -> continued ? new Length(3, 66, 20, 5) : new Length(5, 110, 20, 5);
			case DETAILED -> new Length(Math.clamp(utterances / 12, 8, 20), 300, 40, 10);
		};
	}

	int most(Kind kind) {
		return (kind == Kind.QUESTION) ? this.questions : this.items;
	}

}
