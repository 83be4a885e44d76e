/** The command that looks into the archive bucket and brings conversations back. */
@NullMarked
package dev.recap.standalone.archive;

import org.jspecify.annotations.NullMarked;
