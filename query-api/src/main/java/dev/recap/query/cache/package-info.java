/** Answers that are kept in Redis for as long as nothing they show has changed. */
@NullMarked
package dev.recap.query.cache;

import org.jspecify.annotations.NullMarked;
