package dev.recap.standalone.mongo;

import java.io.IOException;
import java.nio.file.Path;

/** Says in one line where a journal stops being readable. */
public class JournalUnreadableException extends IOException {

	JournalUnreadableException(Path file, long offset, String reason) {
		super("The journal " + file + " is unreadable at byte " + offset + " (" + reason
				+ "); put a backup in its place, or move it away to start empty");
	}

}
