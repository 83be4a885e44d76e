package dev.recap.query.store;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reads of MongoDB.
 *
 * @param timeout how long one read may take before it is answered 503
 * @param retryInterval how long to wait before indexes are tried again while MongoDB is
 * away
 */
@ConfigurationProperties("recap.query.store")
record StoreSettings(@DefaultValue("5s") Duration timeout, @DefaultValue("2s") Duration retryInterval) {

}
