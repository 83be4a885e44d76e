/** Summaries by a language model behind an OpenAI-compatible API. */
@NullMarked
package dev.recap.worker.summary.llm;

import org.jspecify.annotations.NullMarked;
