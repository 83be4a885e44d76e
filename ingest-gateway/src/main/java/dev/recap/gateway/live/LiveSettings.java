package dev.recap.gateway.live;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live summaries.
 *
 * @param heartbeat how often a quiet socket is told that all is well
 * @param farewell how long a socket waits for the last summary when its conversation has
 * ended
 * @param firstFrame how long a socket may take to say what it watches
 */
@ConfigurationProperties("recap.live")
record LiveSettings(@DefaultValue("15s") Duration heartbeat, @DefaultValue("5s") Duration farewell,
		@DefaultValue("30s") Duration firstFrame) {

}
