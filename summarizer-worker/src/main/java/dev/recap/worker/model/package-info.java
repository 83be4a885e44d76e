/** The way to servers that speak OpenAI's API. */
@NullMarked
package dev.recap.worker.model;

import org.jspecify.annotations.NullMarked;
