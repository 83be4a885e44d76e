/** The engine that needs no model: it picks what was said. */
@NullMarked
package dev.recap.worker.summary.extractive;

import org.jspecify.annotations.NullMarked;
