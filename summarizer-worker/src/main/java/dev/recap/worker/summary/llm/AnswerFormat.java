package dev.recap.worker.summary.llm;

/** How a server is told which shape an answer is to have, the strictest first. */
enum AnswerFormat {

	SCHEMA, JSON, TEXT;

	AnswerFormat weaker() {
		return switch (this) {
			case SCHEMA -> JSON;
			case JSON, TEXT -> TEXT;
		};
	}

}
