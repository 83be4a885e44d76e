/** What every service shares. */
@NullMarked
package dev.recap.schema;

import org.jspecify.annotations.NullMarked;
