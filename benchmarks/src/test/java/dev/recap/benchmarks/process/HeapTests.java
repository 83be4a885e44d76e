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

	@Test
	void addsUpWhatThreadsAllocated() {
		String threads = """
				"main" #1 [7] prio=5 os_prio=0 cpu=33.12ms elapsed=2.1s allocated=2K defined_classes=5 tid=0x1 nid=7
				"G1 Main Marker" os_prio=0 cpu=0.08ms elapsed=2.1s tid=0x2 nid=8 runnable
				"tail" #9 [9] daemon prio=5 os_prio=0 cpu=1ms elapsed=2s allocated=1.5M defined_classes=0 tid=0x3 nid=9
				""";
		assertThat(Heap.allocated(threads)).isEqualTo(2048 + 1536 * 1024);
	}

}
