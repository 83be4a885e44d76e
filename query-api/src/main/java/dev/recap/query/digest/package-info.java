/** What a user missed. */
@NullMarked
package dev.recap.query.digest;

import org.jspecify.annotations.NullMarked;
