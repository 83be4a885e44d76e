package dev.recap.worker.window;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A store in memory that counts what is asked of it and may answer wrongly. */
final class WatchedStore implements KeyValueBytesStoreSupplier {

	final AtomicInteger reads = new AtomicInteger();

	final AtomicInteger writes = new AtomicInteger();

	volatile UnaryOperator<byte[]> answer = UnaryOperator.identity();

	private final KeyValueBytesStoreSupplier memory;

	WatchedStore(String name) {
		this.memory = Stores.inMemoryKeyValueStore(name);
	}

	@Override
	public String name() {
		return this.memory.name();
	}

	@Override
	public String metricsScope() {
		return this.memory.metricsScope();
	}

	@Override
	@SuppressWarnings("unchecked")
	public KeyValueStore<Bytes, byte[]> get() {
		KeyValueStore<Bytes, byte[]> store = this.memory.get();
		InvocationHandler watch = (proxy, method, arguments) -> watch(store, method, arguments);
		return (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(WatchedStore.class.getClassLoader(),
				new Class<?>[] { KeyValueStore.class }, watch);
	}

	private Object watch(KeyValueStore<Bytes, byte[]> store, Method method, Object[] arguments) throws Throwable {
		try {
			return switch (method.getName()) {
				case "get" -> {
					this.reads.incrementAndGet();
					yield this.answer.apply((byte[]) method.invoke(store, arguments));
				}
				case "put", "putIfAbsent", "delete" -> {
					this.writes.incrementAndGet();
					yield method.invoke(store, arguments);
				}
				default -> method.invoke(store, arguments);
			};
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

}
