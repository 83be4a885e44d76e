/** Action items and decisions. */
@NullMarked
package dev.recap.query.item;

import org.jspecify.annotations.NullMarked;
