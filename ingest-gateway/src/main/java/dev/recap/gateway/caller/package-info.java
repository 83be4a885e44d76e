/** Who opened a socket. */
@NullMarked
package dev.recap.gateway.caller;

import org.jspecify.annotations.NullMarked;
