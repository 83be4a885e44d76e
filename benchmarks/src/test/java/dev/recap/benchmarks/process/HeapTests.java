package dev.recap.benchmarks.process;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeapTests {

	@Test
	void readsTheHeapAndNotTheMetaspace() {
		String info = """
				4242:
				 garbage-first heap   total reserved 262144K, committed 262144K, used 20480K [0x1, 0x2)
				  region size 1024K, 3 young (3072K), 0 survivors (0K)
				 Metaspace       used 55555K, committed 56000K, reserved 1114112K
				""";

		assertThat(Heap.used(info)).isEqualTo(20L * 1024 * 1024);
	}

}
