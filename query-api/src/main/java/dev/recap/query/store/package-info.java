/** Reads of MongoDB, each answered by an index. */
@NullMarked
package dev.recap.query.store;

import org.jspecify.annotations.NullMarked;
