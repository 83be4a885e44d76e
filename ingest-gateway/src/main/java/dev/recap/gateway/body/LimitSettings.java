package dev.recap.gateway.body;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much one request may carry; the length of ids is {@code Identifiers}' matter.
 *
 * @param message the longest content, in bytes of UTF-8
 * @param batch messages in one batch
 * @param body the longest body or WebSocket frame
 * @param metadata the longest metadata object, in bytes as sent
 * @param metadataDepth how deeply metadata may be nested
 * @param bodiesInMemory bytes of longer bodies that may be on their way in at once; more
 * is answered 503
 * @param framesInFlight frames of one WebSocket that may wait for their ack; further ones
 * are not read before
 */
@ConfigurationProperties("recap.limits")
public record LimitSettings(@DefaultValue("64KB") DataSize message, @DefaultValue("1000") int batch,
		@DefaultValue("4MB") DataSize body, @DefaultValue("8KB") DataSize metadata,
		@DefaultValue("32") int metadataDepth, @DefaultValue("32MB") DataSize bodiesInMemory,
		@DefaultValue("256") int framesInFlight) {

}
