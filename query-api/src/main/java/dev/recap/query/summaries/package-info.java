/** The stored summaries of a conversation. */
@NullMarked
package dev.recap.query.summaries;

import org.jspecify.annotations.NullMarked;
