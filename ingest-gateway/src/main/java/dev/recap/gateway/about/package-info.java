/** What this service says of itself. */
@NullMarked
package dev.recap.gateway.about;

import org.jspecify.annotations.NullMarked;
