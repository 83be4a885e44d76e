/** Reading topics from where they end, by every instance for itself. */
@NullMarked
package dev.recap.gateway.tail;

import org.jspecify.annotations.NullMarked;
