package dev.recap.standalone.mongo;

import java.io.IOException;
import java.nio.file.Path;

/** Says in one line that another process keeps its data in the folder. */
public class FolderInUseException extends IOException {

	FolderInUseException(Path folder) {
		super("The data folder " + folder + " is in use by another process");
	}

}
