package dev.recap.worker.window;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.recap.observe.Traces;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The traces that open windows go on in: that of each one's latest traced message. Kept
 * in memory alone, so a window that moves to another instance goes on in none.
 */
final class Causes {

	private static final int MOST = 10_000;

	private final Map<String, byte[]> headers = new LinkedHashMap<>() {
		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
			return size() > MOST;
		}
	};

	/** A message came; costs nothing when it is not traced. */
	void note(String conversationId, Headers message) {
		byte[] header = Traces.header(message);
		if (header != null) {
			this.headers.put(conversationId, header);
		}
	}

	/** The window is closed by a request with these headers. */
	void moveTo(String conversationId, Headers request) {
		byte @Nullable [] header = this.headers.isEmpty() ? null : this.headers.remove(conversationId);
		if (header != null) {
			request.add(Traces.HEADER, header);
		}
	}

	/** The window is gone. */
	void forget(String conversationId) {
		if (!this.headers.isEmpty()) {
			this.headers.remove(conversationId);
		}
	}

}
