package dev.recap.standalone.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.recap.standalone.Standalone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/** Brings one origin up for all tests, and down when all are done. */
class OriginExtension implements ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(OriginExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Api.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Origin.class, (type) -> Origin.start(), Origin.class)
			.api();
	}

	/** The origin under test. */
	record Origin(Api api, @Nullable Standalone own, @Nullable Path folder) implements AutoCloseable {

		static Origin start() {
			String given = System.getProperty("recap.test.origin", "");
			return given.isBlank() ? startOwn() : new Origin(Api.of(URI.create(given)), null, null);
		}

		private static Origin startOwn() {
			try {
				Path folder = Files.createTempDirectory("recap-conformance");
				Standalone own = Standalone.start("--server.port=0", "--recap.standalone.kafka-port=0",
						"--recap.standalone.folder=" + folder, "--recap.window.idle=1s", "--recap.live.heartbeat=1s");
				return new Origin(Api.of(URI.create("http://localhost:" + own.port())), own, folder);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() throws IOException {
			if (this.own != null) {
				this.own.close();
			}
			FileSystemUtils.deleteRecursively(this.folder);
		}

	}

}
