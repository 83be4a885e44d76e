/** The one producer: bounded, never blocking, and quick to say that Kafka is away. */
@NullMarked
package dev.recap.gateway.publish;

import org.jspecify.annotations.NullMarked;
