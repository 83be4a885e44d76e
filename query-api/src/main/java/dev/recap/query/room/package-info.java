/** Rooms, read as lists of messages. */
@NullMarked
package dev.recap.query.room;

import org.jspecify.annotations.NullMarked;
