/** Topics, positions and headers. */
@NullMarked
package dev.recap.schema.topic;

import org.jspecify.annotations.NullMarked;
