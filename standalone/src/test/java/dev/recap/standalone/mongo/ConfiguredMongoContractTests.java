package dev.recap.standalone.mongo;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = ConfiguredMongoContractTests.PROPERTY, matches = ".+",
		disabledReason = "-D" + ConfiguredMongoContractTests.PROPERTY + " names no server to test")
class ConfiguredMongoContractTests extends MongoContractTests {

	static final String PROPERTY = "recap.test.mongodb-uri";

	@Override
	String uri() {
		return System.getProperty(PROPERTY);
	}

}
