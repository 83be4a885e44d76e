/** What the worker's tests share. */
@NullMarked
package dev.recap.worker.testing;

import org.jspecify.annotations.NullMarked;
