package dev.recap.query.room;

import dev.recap.query.access.Guard;
import dev.recap.query.store.Store;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Rooms, read as lists of messages. */
@Configuration(proxyBeanMethods = false)
public class RoomConfiguration {

	@Bean
	RouterFunction<ServerResponse> roomMessagesRoutes(Store store, Guard queryGuard,
			@Value("${recap.rooms.default-room:lobby}") String defaultRoom) {
		RoomHandler handler = new RoomHandler(store, queryGuard, defaultRoom);
		return RouterFunctions.route().GET("/api/messages", handler::messages).build();
	}

}
