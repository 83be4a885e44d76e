/** Who calls, and what they may do. */
@NullMarked
package dev.recap.web.access;

import org.jspecify.annotations.NullMarked;
