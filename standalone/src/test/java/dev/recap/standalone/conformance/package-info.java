/** The contract, driven from outside over HTTP and WebSocket. */
@NullMarked
package dev.recap.standalone.conformance;

import org.jspecify.annotations.NullMarked;
