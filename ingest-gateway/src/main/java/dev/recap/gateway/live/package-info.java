/** Summaries pushed to whoever watches a conversation. */
@NullMarked
package dev.recap.gateway.live;

import org.jspecify.annotations.NullMarked;
