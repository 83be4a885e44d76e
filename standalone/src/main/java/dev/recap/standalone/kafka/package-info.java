/** An embedded Kafka broker that keeps its data. */
@NullMarked
package dev.recap.standalone.kafka;

import org.jspecify.annotations.NullMarked;
