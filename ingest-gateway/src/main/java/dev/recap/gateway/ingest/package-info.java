/** Messages in: POST /chats and the WebSocket of the same shape. */
@NullMarked
package dev.recap.gateway.ingest;

import org.jspecify.annotations.NullMarked;
