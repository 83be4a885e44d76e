/** Hard deletes. */
@NullMarked
package dev.recap.query.erase;

import org.jspecify.annotations.NullMarked;
