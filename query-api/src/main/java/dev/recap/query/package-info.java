/** The query API: history, lists, summaries and deletes. */
@NullMarked
package dev.recap.query;

import org.jspecify.annotations.NullMarked;
