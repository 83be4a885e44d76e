package dev.recap.standalone.mongo;

import org.junit.jupiter.api.BeforeAll;

import static org.assertj.core.api.Assumptions.assumeThat;

class ConfiguredMongoContractTests extends MongoContractTests {

	private static final String URI = System.getProperty("recap.test.mongodb-uri", "");

	@BeforeAll
	static void requireUri() {
		assumeThat(URI).as("-Drecap.test.mongodb-uri names no server to test").isNotEmpty();
	}

	@Override
	String uri() {
		return URI;
	}

}
