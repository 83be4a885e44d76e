package dev.recap.gateway.room;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Live rooms.
 *
 * @param defaultRoom the room of a socket that names none
 * @param instance names this gateway among its like, the same after a restart; a random
 * name when absent
 * @param heartbeat how often an instance says that it is alive
 * @param silence after how long without a heartbeat an instance's users count as gone
 * @param queue how many frames wait for a slow socket before it is dropped
 * @param ping how often a socket is asked whether it is still there
 * @param console whether joins, leaves and messages are shown on the console
 */
@ConfigurationProperties("recap.rooms")
record RoomSettings(@DefaultValue("lobby") String defaultRoom, @Nullable String instance,
		@DefaultValue("3s") Duration heartbeat, @DefaultValue("10s") Duration silence, @DefaultValue("1024") int queue,
		@DefaultValue("20s") Duration ping, @DefaultValue("false") boolean console) {

}
