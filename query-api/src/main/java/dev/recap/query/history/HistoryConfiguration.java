package dev.recap.query.history;

import java.util.List;
import java.util.Map;

import dev.recap.query.access.Guard;
import dev.recap.query.cache.HotReads;
import dev.recap.query.store.Store;
import dev.recap.web.DirectRoute;
import dev.recap.web.WholeAnswer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/** The messages of a conversation. */
@Configuration(proxyBeanMethods = false)
public class HistoryConfiguration {

	private static final String ID = "conversation_id";

	private static final String PATH = "/chats/{" + ID + "}";

	@Bean
	HistoryHandler historyHandler(Store store, Guard queryGuard, HotReads queryHotReads) {
		return new HistoryHandler(store, queryGuard, queryHotReads);
	}

	@Bean
	RouterFunction<ServerResponse> historyRoutes(HistoryHandler handler) {
		return RouterFunctions.route().GET(PATH, handler::history).build();
	}

	/** For ids that need no decoding, past the routes of all other features. */
	@Bean
	DirectRoute getChat(HistoryHandler handler) {
		return new DirectRoute(HttpMethod.GET, PATH, (exchange) -> handler.history(request(exchange))
			.flatMap((response) -> WholeAnswer.write(response, exchange)));
	}

	private static ServerRequest request(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		exchange.getAttributes()
			.put(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of(ID, path.substring(PATH.indexOf('{'))));
		return ServerRequest.create(exchange, List.of());
	}

}
