/** Conversations as files in an S3-compatible bucket. */
@NullMarked
package dev.recap.worker.archive;

import org.jspecify.annotations.NullMarked;
