/** Replays a file of conversations into the gateway, as any client would. */
@NullMarked
package dev.recap.standalone.replay;

import org.jspecify.annotations.NullMarked;
