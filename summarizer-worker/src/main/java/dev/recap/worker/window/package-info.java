/** The Streams app that turns messages into windows. */
@NullMarked
package dev.recap.worker.window;

import org.jspecify.annotations.NullMarked;
