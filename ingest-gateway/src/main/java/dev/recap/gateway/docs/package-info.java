/** The description of every call, for machines and for people. */
@NullMarked
package dev.recap.gateway.docs;

import org.jspecify.annotations.NullMarked;
