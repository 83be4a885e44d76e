/** Hides personal data from models. */
@NullMarked
package dev.recap.worker.mask;

import org.jspecify.annotations.NullMarked;
