/** The conversations of a user. */
@NullMarked
package dev.recap.query.chats;

import org.jspecify.annotations.NullMarked;
