package dev.recap.standalone.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The documents of {@code deploy/kubernetes}. */
final class Manifests {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	static final Path FOLDER = ROOT.resolve("deploy/kubernetes");

	private Manifests() {
	}

	/** One document. */
	record Manifest(String file, Map<String, Object> content) {

		String kind() {
			return String.valueOf(this.content.get("kind"));
		}

		String name() {
			return String.valueOf(at("metadata", "name"));
		}

		@Nullable Object at(String... path) {
			return in(this.content, path);
		}

		@Override
		public String toString() {
			return this.file + ": " + this.kind() + " " + this.name();
		}

	}

	static List<Manifest> all() {
		List<Manifest> all = new ArrayList<>();
		for (String file : files()) {
			for (Object document : new Yaml().loadAll(read(FOLDER.resolve(file)))) {
				all.add(new Manifest(file, map(document)));
			}
		}
		return all;
	}

	/** Of one kind. */
	static List<Manifest> of(String kind) {
		return all().stream().filter((manifest) -> manifest.kind().equals(kind)).toList();
	}

	/** What makes pods. */
	static List<Manifest> workloads() {
		return Stream.concat(of("Deployment").stream(), of("StatefulSet").stream()).toList();
	}

	static List<Map<String, Object>> containers(Manifest workload) {
		return list(workload.at("spec", "template", "spec", "containers"));
	}

	static List<String> files() {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((file) -> file.endsWith(".yaml"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static @Nullable Object in(Object from, String... path) {
		Object at = from;
		for (String step : path) {
			at = (at instanceof Map<?, ?> map) ? map.get(step) : null;
		}
		return at;
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(@Nullable Object value) {
		return (value != null) ? (Map<String, Object>) value : Map.of();
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> list(@Nullable Object value) {
		return (value != null) ? (List<Map<String, Object>>) value : List.of();
	}

}
