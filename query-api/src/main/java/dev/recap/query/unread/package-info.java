/** What users have not seen, and how they say that they have. */
@NullMarked
package dev.recap.query.unread;

import org.jspecify.annotations.NullMarked;
