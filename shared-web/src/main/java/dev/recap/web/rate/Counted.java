package dev.recap.web.rate;

/** Which requests are counted, and which of them apart. */
final class Counted {

	private Counted() {
	}

	/** All but what says how things are and what makes up the pages. */
	static boolean is(String path) {
		return switch (path) {
			case "/", "/health", "/metrics", "/docs", "/openapi.json" -> false;
			default -> !path.startsWith("/health/") && !path.startsWith("/web/") && !path.startsWith("/docs/");
		};
	}

	/** Where a POST may make a model work. */
	static boolean mayCallModel(String path) {
		return switch (path) {
			case "/chat", "/chats/summarize", "/api/summarize" -> true;
			default -> false;
		};
	}

}
