package dev.recap.gateway.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * The files of the web app, in memory, and the version that their addresses carry.
 *
 * @param page the page, which names every other file under its version
 * @param files by path, such as {@code views/rooms.js}
 */
record WebApp(String version, WebFile page, Map<String, WebFile> files) {

	/** Where the files are served, before their version. */
	static final String PATH = "/web/";

	private static final String FOLDER = "/web/";

	private static final String PAGE = "index.html";

	/** Stands for the address of the files in the page. */
	private static final String PLACEHOLDER = "@web@";

	private static final int VERSION_LENGTH = 12;

	/** One file as it is sent. */
	record WebFile(MediaType type, byte[] content) {
	}

	/** Reads the app from the class path. */
	static WebApp read() {
		try {
			Map<String, WebFile> files = new TreeMap<>();
			for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:web/**/*.*")) {
				if (resource.isReadable()) {
					files.put(pathOf(resource), new WebFile(typeOf(resource), resource.getContentAsByteArray()));
				}
			}
			return of(files);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static WebApp of(Map<String, WebFile> files) {
		WebFile template = files.remove(PAGE);
		if (template == null) {
			throw new IllegalStateException("The web app has no page");
		}
		String version = version(template, files);
		String page = new String(template.content(), StandardCharsets.UTF_8).replace(PLACEHOLDER, PATH + version);
		return new WebApp(version, new WebFile(MediaType.TEXT_HTML, page.getBytes(StandardCharsets.UTF_8)),
				Map.copyOf(files));
	}

	@Nullable WebFile file(String path) {
		return this.files.get(path);
	}

	private static String pathOf(Resource resource) throws IOException {
		String url = resource.getURL().getPath();
		return url.substring(url.lastIndexOf(FOLDER) + FOLDER.length());
	}

	private static MediaType typeOf(Resource resource) {
		MediaType type = MediaTypeFactory.getMediaType(resource).orElse(MediaType.APPLICATION_OCTET_STREAM);
		return type.getType().equals("text") ? new MediaType(type, StandardCharsets.UTF_8) : type;
	}

	/** The same for the same files, wherever and whenever they are served. */
	private static String version(WebFile page, Map<String, WebFile> files) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(page.content());
			files.forEach((path, file) -> {
				digest.update(path.getBytes(StandardCharsets.UTF_8));
				digest.update(file.content());
			});
			return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
