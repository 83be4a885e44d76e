/** Summaries: requests, engines and what is stored of them. */
@NullMarked
package dev.recap.worker.summary;

import org.jspecify.annotations.NullMarked;
