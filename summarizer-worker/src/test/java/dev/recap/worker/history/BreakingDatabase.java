package dev.recap.worker.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;

/** A real database whose connection breaks before a given write. */
final class BreakingDatabase {

	private static final Set<String> WRITES = Set.of("bulkWrite", "updateOne", "replaceOne", "deleteMany");

	private final MongoDatabase database;

	private int left = Integer.MAX_VALUE;

	private boolean once;

	private String refused = "";

	private RuntimeException failure = new MongoException("The connection broke");

	private int untilInterrupted = -1;

	private Runnable interruption = () -> {
	};

	BreakingDatabase(MongoDatabase database) {
		this.database = database;
	}

	/** Lets some writes pass and breaks at the next. */
	void breakAfter(int writes) {
		breakAfter(writes, new MongoException("The connection broke"));
	}

	void breakAfter(int writes, RuntimeException failure) {
		this.left = writes;
		this.failure = failure;
	}

	void breakOnceAfter(int writes, RuntimeException failure) {
		breakAfter(writes, failure);
		this.once = true;
	}

	/** Breaks at every write that holds a text. */
	void breakOn(String text, RuntimeException failure) {
		this.refused = text;
		this.failure = failure;
	}

	/** Lets something else happen between two writes. */
	void interruptAfter(int writes, Runnable interruption) {
		this.untilInterrupted = writes;
		this.interruption = interruption;
	}

	private void interrupt() {
		if (this.untilInterrupted-- == 0) {
			this.interruption.run();
		}
	}

	void mend() {
		this.refused = "";
		this.left = Integer.MAX_VALUE;
		this.once = false;
	}

	MongoDatabase proxy() {
		return (MongoDatabase) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { MongoDatabase.class }, (proxy, method, arguments) -> {
					Object result = invoke(this.database, method, arguments);
					return (result instanceof MongoCollection<?> collection) ? breaking(collection) : result;
				});
	}

	private Object breaking(MongoCollection<?> collection) {
		return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { MongoCollection.class },
				(proxy, method, arguments) -> {
					boolean writes = WRITES.contains(method.getName());
					if (writes) {
						interrupt();
					}
					if (writes && (this.left-- <= 0 || isRefused(arguments))) {
						if (this.once) {
							mend();
						}
						throw this.failure;
					}
					return invoke(collection, method, arguments);
				});
	}

	private boolean isRefused(Object[] arguments) {
		return !this.refused.isEmpty() && Arrays.deepToString(arguments).contains(this.refused);
	}

	private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
