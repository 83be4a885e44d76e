/** Everything in one process. */
@NullMarked
package dev.recap.standalone;

import org.jspecify.annotations.NullMarked;
