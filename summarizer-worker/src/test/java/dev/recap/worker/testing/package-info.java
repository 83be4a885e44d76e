/** Servers for tests. */
@NullMarked
package dev.recap.worker.testing;

import org.jspecify.annotations.NullMarked;
