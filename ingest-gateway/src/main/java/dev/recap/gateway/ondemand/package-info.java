/**
 * Summaries on demand: a request goes out, the answer comes by on the summaries topic.
 */
@NullMarked
package dev.recap.gateway.ondemand;

import org.jspecify.annotations.NullMarked;
