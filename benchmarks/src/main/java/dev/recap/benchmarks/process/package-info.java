/** What runs as a process of its own. */
@NullMarked
package dev.recap.benchmarks.process;

import org.jspecify.annotations.NullMarked;
