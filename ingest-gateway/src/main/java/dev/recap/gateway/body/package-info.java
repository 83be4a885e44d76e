/** Request bodies: what may come in, and how much of it. */
@NullMarked
package dev.recap.gateway.body;

import org.jspecify.annotations.NullMarked;
