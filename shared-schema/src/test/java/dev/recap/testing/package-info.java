/** Servers for tests. */
@NullMarked
package dev.recap.testing;

import org.jspecify.annotations.NullMarked;
