/** Documents as they lie in MongoDB. */
@NullMarked
package dev.recap.schema.store;

import org.jspecify.annotations.NullMarked;
