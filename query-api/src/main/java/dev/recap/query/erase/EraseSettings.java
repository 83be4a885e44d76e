package dev.recap.query.erase;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Hard deletes.
 *
 * @param keep how long the log keeps what every reader has applied, as the archiver is
 * configured
 * @param timeout how long a delete waits until it is applied before it is answered 503
 */
@ConfigurationProperties("recap.erase")
record EraseSettings(@DefaultValue("24h") Duration keep, @DefaultValue("10s") Duration timeout) {

}
