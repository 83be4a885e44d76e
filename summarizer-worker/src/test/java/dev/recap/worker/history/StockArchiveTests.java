package dev.recap.worker.history;

import dev.recap.worker.testing.TestMongo;
import org.junit.jupiter.api.extension.RegisterExtension;

class StockArchiveTests extends ArchiveContractTests {

	@RegisterExtension
	static final TestMongo mongo = new TestMongo();

	@Override
	String uri() {
		return mongo.uri();
	}

}
