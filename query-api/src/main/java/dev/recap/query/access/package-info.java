/** Whose conversations a caller may read and change. */
@NullMarked
package dev.recap.query.access;

import org.jspecify.annotations.NullMarked;
