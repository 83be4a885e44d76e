/** Goals, what came out, and the table of both. */
@NullMarked
package dev.recap.benchmarks.table;

import org.jspecify.annotations.NullMarked;
