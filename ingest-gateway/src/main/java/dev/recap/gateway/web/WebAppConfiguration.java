package dev.recap.gateway.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The web app at {@code /}, for who asks for HTML. */
@Configuration(proxyBeanMethods = false)
public class WebAppConfiguration {

	/** Comes before the information about the API, which has the same address. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	RouterFunction<ServerResponse> webAppRoutes() {
		WebAppHandler handler = new WebAppHandler(WebApp.read());
		return RouterFunctions.route()
			.route(RequestPredicates.GET("/").and(WebAppHandler::wantsPage), handler::page)
			.GET(WebApp.PATH + "{version}/{*path}", handler::file)
			.build();
	}

}
