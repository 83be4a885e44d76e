/** Trimming of what the log need not keep. */
@NullMarked
package dev.recap.worker.trim;

import org.jspecify.annotations.NullMarked;
