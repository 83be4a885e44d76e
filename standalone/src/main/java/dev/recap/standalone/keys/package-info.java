/** API keys, as operators make and revoke them. */
@NullMarked
package dev.recap.standalone.keys;

import org.jspecify.annotations.NullMarked;
