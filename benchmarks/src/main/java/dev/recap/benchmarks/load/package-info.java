/**
 * Load that costs less than what it measures, with latencies from intended send times.
 */
@NullMarked
package dev.recap.benchmarks.load;

import org.jspecify.annotations.NullMarked;
