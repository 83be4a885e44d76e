package dev.recap.standalone.mongo;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

@Testcontainers(disabledWithoutDocker = true)
class ContainerMongoContractTests extends MongoContractTests {

	@Container
	private static final GenericContainer<?> MONGO = new GenericContainer<>("mongo:8").withExposedPorts(27017);

	@Override
	String uri() {
		return "mongodb://" + MONGO.getHost() + ":" + MONGO.getMappedPort(27017);
	}

}
