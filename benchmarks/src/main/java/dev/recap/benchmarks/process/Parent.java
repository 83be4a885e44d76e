package dev.recap.benchmarks.process;

/** The run that started this process. */
final class Parent {

	private Parent() {
	}

	/** Ends this process with the run, however that ends. */
	static void endWithIt() {
		ProcessHandle.current()
			.parent()
			.ifPresent((parent) -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
	}

}
