package dev.recap.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

import dev.recap.standalone.kafka.EmbeddedKafka;
import dev.recap.standalone.mongo.EmbeddedMongo;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The broker and the database of this process: started when logging and settings stand
 * and before any bean is made, closed when all of them are gone.
 */
final class EmbeddedServers implements ApplicationContextInitializer<ConfigurableApplicationContext>, AutoCloseable {

	private @Nullable EmbeddedMongo mongo;

	private @Nullable EmbeddedKafka kafka;

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		StandaloneSettings settings = Binder.get(environment)
			.bindOrCreate("recap.standalone", StandaloneSettings.class);
		Path folder = settings.folder().toAbsolutePath().normalize();
		requireFree(environment.getProperty("server.address", "127.0.0.1"),
				environment.getProperty("server.port", Integer.class, 8000));
		EmbeddedMongo database = database(folder.resolve("mongodb"), settings);
		this.mongo = database;
		EmbeddedKafka broker = EmbeddedKafka.start(folder.resolve("kafka"), settings.kafkaPort(), settings.broker());
		this.kafka = broker;
		environment.getPropertySources()
			.addFirst(new MapPropertySource("embedded-servers",
					Map.of("spring.kafka.bootstrap-servers", broker.bootstrapServers(), "spring.mongodb.uri",
							database.uri(), "recap.standalone.folder", folder.toString(), "recap.window.state-dir",
							// State belongs to the log: dropped with it, found with it.
							folder.resolve("streams").toString())));
	}

	private static EmbeddedMongo database(Path folder, StandaloneSettings settings) {
		try {
			return EmbeddedMongo.start(folder, new InetSocketAddress("127.0.0.1", settings.mongodbPort()),
					settings.forgetAfter());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	/** The web server would find out last, when everything else is up. */
	private static void requireFree(String address, int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
			socket.setReuseAddress(true);
		}
		catch (IOException ex) {
			throw new IllegalStateException(
					"Port " + port + " is taken: stop what listens there, or set PORT to another", ex);
		}
	}

	@Override
	public void close() {
		if (this.kafka != null) {
			this.kafka.close();
		}
		try {
			if (this.mongo != null) {
				this.mongo.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
