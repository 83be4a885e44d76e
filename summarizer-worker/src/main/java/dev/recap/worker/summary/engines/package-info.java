/** Which engines a summarizer has. */
@NullMarked
package dev.recap.worker.summary.engines;

import org.jspecify.annotations.NullMarked;
