/** The log: where it ends, and how an event gets into it. */
@NullMarked
package dev.recap.query.log;

import org.jspecify.annotations.NullMarked;
