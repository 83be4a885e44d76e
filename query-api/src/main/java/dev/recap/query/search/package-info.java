/** Messages and summaries by their words. */
@NullMarked
package dev.recap.query.search;

import org.jspecify.annotations.NullMarked;
