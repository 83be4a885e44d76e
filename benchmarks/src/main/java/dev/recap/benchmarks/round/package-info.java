/** Rounds of measurements, and which of them count. */
@NullMarked
package dev.recap.benchmarks.round;

import org.jspecify.annotations.NullMarked;
