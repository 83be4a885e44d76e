/** Real processes, killed and stalled under load, and what must hold all the same. */
@NullMarked
package dev.recap.faults;

import org.jspecify.annotations.NullMarked;
