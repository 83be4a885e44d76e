/** How much each caller may ask for. */
@NullMarked
package dev.recap.web.rate;

import org.jspecify.annotations.NullMarked;
