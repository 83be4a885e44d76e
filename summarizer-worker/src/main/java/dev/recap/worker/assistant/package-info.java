/** The assistant: answers messages with a model's words, as they come. */
@NullMarked
package dev.recap.worker.assistant;

import org.jspecify.annotations.NullMarked;
