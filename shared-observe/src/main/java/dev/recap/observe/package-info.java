/** How every service is seen from outside. */
@NullMarked
package dev.recap.observe;

import org.jspecify.annotations.NullMarked;
