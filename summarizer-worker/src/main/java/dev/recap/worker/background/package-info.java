/** Work that goes on beside what records and requests ask for. */
@NullMarked
package dev.recap.worker.background;

import org.jspecify.annotations.NullMarked;
