/** Summaries and items, posted to configured URLs. */
@NullMarked
package dev.recap.worker.webhook;

import org.jspecify.annotations.NullMarked;
