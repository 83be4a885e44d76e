/** The worker: windows, archive and summaries. */
@NullMarked
package dev.recap.worker;

import org.jspecify.annotations.NullMarked;
