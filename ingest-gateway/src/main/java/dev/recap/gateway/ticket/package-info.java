/** Tickets with which browsers open WebSockets. */
@NullMarked
package dev.recap.gateway.ticket;

import org.jspecify.annotations.NullMarked;
