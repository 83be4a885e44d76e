/** The way to a Redis that everything works without. */
@NullMarked
package dev.recap.web.redis;

import org.jspecify.annotations.NullMarked;
