/** Topics, read as they grow. */
@NullMarked
package dev.recap.web.tail;

import org.jspecify.annotations.NullMarked;
