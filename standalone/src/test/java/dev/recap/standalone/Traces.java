package dev.recap.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks through every file of a folder for text. */
final class Traces {

	private final Path folder;

	Traces(Path folder) {
		this.folder = folder;
	}

	/** The files that hold the text, as paths within the folder. */
	List<String> of(String text) {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter((file) -> holds(file, text.getBytes(StandardCharsets.UTF_8)))
				.map((file) -> this.folder.relativize(file).toString())
				.sorted()
				.toList();
		}
		catch (IOException | UncheckedIOException ex) {
			// A file went while the folder was walked: look again.
			return of(text);
		}
	}

	private static boolean holds(Path file, byte[] text) {
		if (!Files.isRegularFile(file)) {
			return false;
		}
		try (InputStream input = Files.newInputStream(file)) {
			byte[] bytes = input.readAllBytes();
			return new String(bytes, StandardCharsets.ISO_8859_1)
				.contains(new String(text, StandardCharsets.ISO_8859_1));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
