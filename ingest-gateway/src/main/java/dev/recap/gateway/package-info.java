/** The ingest gateway: REST and WebSocket in, Kafka out. */
@NullMarked
package dev.recap.gateway;

import org.jspecify.annotations.NullMarked;
