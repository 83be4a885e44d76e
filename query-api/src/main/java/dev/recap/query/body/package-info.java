/** Bodies of requests. */
@NullMarked
package dev.recap.query.body;

import org.jspecify.annotations.NullMarked;
