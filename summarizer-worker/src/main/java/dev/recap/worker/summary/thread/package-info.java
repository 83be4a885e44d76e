/** Tells the threads of a conversation apart that are spoken of at once. */
@NullMarked
package dev.recap.worker.summary.thread;

import org.jspecify.annotations.NullMarked;
