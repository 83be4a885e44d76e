/** What models may cost, what they did cost, and how tokens are counted. */
@NullMarked
package dev.recap.worker.budget;

import org.jspecify.annotations.NullMarked;
