/** The messages of a conversation. */
@NullMarked
package dev.recap.query.history;

import org.jspecify.annotations.NullMarked;
