/** The chat front: messages to the assistant, and its answers as they come. */
@NullMarked
package dev.recap.gateway.chat;

import org.jspecify.annotations.NullMarked;
