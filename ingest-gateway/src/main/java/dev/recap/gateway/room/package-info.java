/** Live rooms: who is there, and what they say to each other. */
@NullMarked
package dev.recap.gateway.room;

import org.jspecify.annotations.NullMarked;
