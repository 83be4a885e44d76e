package dev.recap.gateway.body;

import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Whether a body says that it is JSON; one that says nothing is taken for it. */
public final class ContentTypes {

	private ContentTypes() {
	}

	/**
	 * Goes on only with JSON that is not compressed.
	 * @throws ApiException 415 otherwise
	 */
	public static void requireJson(HttpHeaders headers) {
		String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
		if (type != null && !MediaType.APPLICATION_JSON_VALUE.equals(type) && !isJson(type)) {
			throw ApiException.unsupportedMediaType("The content type must be application/json");
		}
		String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding != null && !"identity".equalsIgnoreCase(encoding)) {
			throw ApiException.unsupportedMediaType("The body must not be compressed");
		}
	}

	private static boolean isJson(@Nullable String type) {
		try {
			MediaType parsed = MediaType.parseMediaType(String.valueOf(type));
			return MediaType.APPLICATION_JSON.isCompatibleWith(parsed) || "json".equals(parsed.getSubtypeSuffix());
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
