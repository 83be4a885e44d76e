package dev.recap.worker.window;

import java.util.Map;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Keeps the stores' native memory small: two stores a partition, each of little data,
 * would by default take up to 98 MiB each. Public because Kafka Streams creates it by its
 * name.
 */
public final class SmallStores implements RocksDBConfigSetter {

	private static final long WRITE_BUFFER_BYTES = 2 * 1024 * 1024;

	/** Shared by all stores of the process, so it is never closed. */
	private static final Cache CACHE = new LRUCache(32 * 1024 * 1024);

	@Override
	public void setConfig(String storeName, Options options, Map<String, Object> configs) {
		BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
		table.setBlockCache(CACHE);
		options.setTableFormatConfig(table);
		options.setWriteBufferSize(WRITE_BUFFER_BYTES);
	}

	@Override
	public void close(String storeName, Options options) {
	}

}
