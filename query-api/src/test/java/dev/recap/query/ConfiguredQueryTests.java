package dev.recap.query;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "recap.test.mongodb-uri", matches = "mongodb.+",
		disabledReason = "no -Drecap.test.mongodb-uri")
class ConfiguredQueryTests extends QueryContractTests {

	@Override
	String uri() {
		return System.getProperty("recap.test.mongodb-uri", "");
	}

}
