/** Chat completions: what is asked of a model, and its answer as it comes. */
@NullMarked
package dev.recap.schema.reply;

import org.jspecify.annotations.NullMarked;
