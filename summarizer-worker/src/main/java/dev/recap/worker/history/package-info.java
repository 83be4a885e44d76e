/** The archiver: the log applied to MongoDB, once. */
@NullMarked
package dev.recap.worker.history;

import org.jspecify.annotations.NullMarked;
