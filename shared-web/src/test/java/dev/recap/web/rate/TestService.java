package dev.recap.web.rate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.recap.schema.Json;
import dev.recap.web.WebConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A service with everything that both have, and little more. */
final class TestService implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private TestService(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TestService start(String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new TestService(new SpringApplicationBuilder(Application.class).run(arguments.toArray(String[]::new)));
	}

	WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port()).build();
	}

	/** A connection on which bytes can be sent as wished. */
	Socket connect() {
		try {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
			socket.setSoTimeout(30_000);
			return socket;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What comes back until the connection ends. */
	static String exchange(Socket socket, String request) {
		try (socket) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WebConfiguration.class, RateConfiguration.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/who", (request) -> ServerResponse.ok()
					.bodyValue(Map.of("address", request.remoteAddress().orElseThrow().getAddress().getHostAddress(),
							"uri", request.uri().toString())))
				.GET("/kept", (request) -> ServerResponse.ok().cacheControl(CacheControl.noCache()).bodyValue("a"))
				.POST("/echo",
						(request) -> request.bodyToMono(byte[].class)
							.map(Json.mapper()::readTree)
							.flatMap((tree) -> ServerResponse.ok().bodyValue(tree)))
				.build();
		}

	}

}
