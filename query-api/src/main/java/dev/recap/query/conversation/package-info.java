/** Conversations as resources. */
@NullMarked
package dev.recap.query.conversation;

import org.jspecify.annotations.NullMarked;
