/** Who is in which room. */
@NullMarked
package dev.recap.schema.presence;

import org.jspecify.annotations.NullMarked;
