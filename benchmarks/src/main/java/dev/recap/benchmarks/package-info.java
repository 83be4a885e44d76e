/** Measures Recap beside what bounds it. */
@NullMarked
package dev.recap.benchmarks;

import org.jspecify.annotations.NullMarked;
