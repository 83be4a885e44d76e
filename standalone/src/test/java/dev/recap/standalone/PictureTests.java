package dev.recap.standalone;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The picture of the modules: who may know whom. */
class PictureTests {

	private static final String SCHEMA = "dev.recap.schema..";

	private static final String WEB = "dev.recap.web..";

	private static final String OBSERVE = "dev.recap.observe..";

	private static final String GATEWAY = "dev.recap.gateway..";

	private static final String WORKER = "dev.recap.worker..";

	private static final String QUERY = "dev.recap.query..";

	private static final String STANDALONE = "dev.recap.standalone..";

	private static JavaClasses classes;

	@BeforeAll
	static void read() {
		classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.withImportOption((location) -> !location.contains("-tests.jar"))
			.importPackages("dev.recap");
	}

	@Test
	void servicesKnowNeitherEachOtherNorTheWhole() {
		isolated(GATEWAY, WORKER, QUERY, STANDALONE);
		isolated(WORKER, GATEWAY, QUERY, STANDALONE, WEB);
		isolated(QUERY, GATEWAY, WORKER, STANDALONE);
		isolated(WEB, GATEWAY, WORKER, QUERY, STANDALONE);
		isolated(OBSERVE, SCHEMA, WEB, GATEWAY, WORKER, QUERY, STANDALONE);
		isolated(SCHEMA, OBSERVE, WEB, GATEWAY, WORKER, QUERY, STANDALONE);
	}

	@Test
	void theSchemaKnowsNoFramework() {
		isolated(SCHEMA, "org.springframework..", "com.mongodb..", "org.bson..", "org.apache.kafka.streams..");
	}

	@Test
	void theGatewayKnowsNeitherDatabaseNorModel() {
		isolated(GATEWAY, "com.mongodb..", "org.bson..", "org.springframework.data..", "dev.langchain4j..");
	}

	@Test
	void theQueryApiKnowsNoModel() {
		isolated(QUERY, "dev.langchain4j..", "org.apache.kafka.streams..");
	}

	@Test
	void onlyTheStandaloneRunHasServersInside() {
		noClasses().that()
			.resideOutsideOfPackage(STANDALONE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("kafka..", "de.bwaldvogel..")
			.check(classes);
	}

	@Test
	void packagesFormNoCycle() {
		slices().matching("dev.recap.(**)").should().beFreeOfCycles().check(classes);
	}

	private static void isolated(String who, String... whom) {
		noClasses().that().resideInAPackage(who).should().dependOnClassesThat().resideInAnyPackage(whom).check(classes);
	}

}
