/** One class for each row, or group of rows, of the goals. */
@NullMarked
package dev.recap.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
