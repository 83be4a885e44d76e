package dev.recap.worker.history;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "recap.test.mongodb-uri", matches = "mongodb.+",
		disabledReason = "no -Drecap.test.mongodb-uri")
class ConfiguredArchiveTests extends ArchiveContractTests {

	@Override
	String uri() {
		return String.valueOf(configured());
	}

}
