package dev.recap.faults;

import java.lang.reflect.Method;
import java.util.Arrays;

/** Runs another main class in a process that ends when the test does. */
final class ChildMain {

	private ChildMain() {
	}

	public static void main(String[] arguments) throws Exception {
		ProcessHandle.current()
			.parent()
			.ifPresent((parent) -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
		Method main = Class.forName(arguments[0]).getMethod("main", String[].class);
		main.setAccessible(true);
		main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
	}

}
