/** Holds what engines tell against what was said. */
@NullMarked
package dev.recap.worker.summary.verify;

import org.jspecify.annotations.NullMarked;
