/** Who may do what, tried from outside. */
@NullMarked
package dev.recap.standalone.access;

import org.jspecify.annotations.NullMarked;
