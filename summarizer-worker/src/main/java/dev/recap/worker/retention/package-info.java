/** How long conversations are kept. */
@NullMarked
package dev.recap.worker.retention;

import org.jspecify.annotations.NullMarked;
