/** What calls of models took and cost. */
@NullMarked
package dev.recap.query.usage;

import org.jspecify.annotations.NullMarked;
