package dev.recap.query.erase;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Hard deletes.
 *
 * @param timeout how long a delete waits until it is applied before it is answered 503
 */
@ConfigurationProperties("recap.erase")
record EraseSettings(@DefaultValue("10s") Duration timeout) {

}
