/** What happens to a conversation, as records of the log. */
@NullMarked
package dev.recap.schema.event;

import org.jspecify.annotations.NullMarked;
