/** Requests for summaries, and what answers them. */
@NullMarked
package dev.recap.schema.summary;

import org.jspecify.annotations.NullMarked;
