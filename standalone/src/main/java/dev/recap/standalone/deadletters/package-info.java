/** Looks after the dead-letter topic. */
@NullMarked
package dev.recap.standalone.deadletters;

import org.jspecify.annotations.NullMarked;
