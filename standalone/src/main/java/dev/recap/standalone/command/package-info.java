/** What the commands have in common. */
@NullMarked
package dev.recap.standalone.command;

import org.jspecify.annotations.NullMarked;
