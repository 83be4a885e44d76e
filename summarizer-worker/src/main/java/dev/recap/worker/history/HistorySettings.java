package dev.recap.worker.history;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The archiver.
 *
 * @param groupId its consumer group
 * @param batch how many records are applied at once, at most
 * @param lanes how many batches of different conversations are applied at once
 * @param backoff how long it waits before it tries again when MongoDB is away
 * @param sessionTimeout silence after which a killed instance's partitions move on; until
 * then nothing is archived, not even by the others
 */
@ConfigurationProperties("recap.history")
record HistorySettings(@DefaultValue("recap-archiver") String groupId, @DefaultValue("5000") int batch,
		@DefaultValue("3") int lanes, @DefaultValue("1s") Duration backoff,
		@DefaultValue("10s") Duration sessionTimeout) {

}
