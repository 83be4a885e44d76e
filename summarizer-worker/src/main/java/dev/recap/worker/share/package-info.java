/** Work taken from a topic by a share group. */
@NullMarked
package dev.recap.worker.share;

import org.jspecify.annotations.NullMarked;
