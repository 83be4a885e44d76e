/** Read your writes: waits until what was accepted is visible. */
@NullMarked
package dev.recap.query.fresh;

import org.jspecify.annotations.NullMarked;
