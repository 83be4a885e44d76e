package dev.recap.query;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

@Testcontainers(disabledWithoutDocker = true)
class ContainerQueryTests extends QueryContractTests {

	@Container
	private static final GenericContainer<?> MONGODB = new GenericContainer<>("mongo:8").withExposedPorts(27017);

	@Override
	String uri() {
		return "mongodb://" + MONGODB.getHost() + ":" + MONGODB.getMappedPort(27017);
	}

}
