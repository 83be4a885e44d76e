package dev.recap.standalone.conformance;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.recap.schema.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The OpenAPI document of an origin; stricter than it reads, because an answer must have
 * no field that is not described.
 */
final class Contract {

	private static final String ERROR = "{\"$ref\":\"#/components/schemas/Error\"}";

	private final JsonNode document;

	private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

	private Contract(JsonNode document) {
		this.document = document;
	}

	static Contract read(String json) {
		JsonNode document = Json.mapper().readTree(json);
		close(document.at("/components/schemas"));
		close(document.at("/paths"));
		return new Contract(document);
	}

	private static void close(JsonNode node) {
		if (node instanceof ObjectNode object && object.path("properties").isObject()
				&& object.path("type").asString("").equals("object") && !object.has("additionalProperties")) {
			object.put("additionalProperties", false);
		}
		node.values().forEach(Contract::close);
	}

	/** One call of the document. */
	record Operation(String method, String path, JsonNode node) {
	}

	JsonNode document() {
		return this.document;
	}

	Stream<Operation> operations() {
		return this.document.path("paths")
			.properties()
			.stream()
			.flatMap((path) -> path.getValue()
				.properties()
				.stream()
				.map((method) -> new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(),
						method.getValue())));
	}

	/** What a reference points at, or the node itself. */
	JsonNode resolved(JsonNode node) {
		String reference = node.path("$ref").asString("");
		return reference.isEmpty() ? node : resolved(this.document.at(reference.substring(1)));
	}

	/** Fails unless the answer is one that the document describes. */
	void check(String method, String target, Answer answer) {
		Operation operation = find(method, URI.create(target).getRawPath());
		if (operation == null) {
			if (answer.status() >= 400) {
				assertThat(errors(ERROR, answer.body())).as("%s %s: %s", method, target, answer).isEmpty();
			}
			return;
		}
		JsonNode response = resolved(operation.node().path("responses").path(String.valueOf(answer.status())));
		assertThat(response.isMissingNode()).as("%s %s is not described to answer %s", method, target, answer)
			.isFalse();
		String type = answer.header("Content-Type").replaceAll("\\s*;.*", "");
		JsonNode content = response.path("content").path(type);
		assertThat(content.isMissingNode()).as("%s %s answers %s, of no type described", method, target, answer)
			.isFalse();
		if (answer.status() < 300) {
			assertThat(response.path("headers").propertyNames()).as("%s %s: headers", method, target)
				.allSatisfy((name) -> assertThat(answer.headers().firstValue(name)).as(name).isPresent());
		}
		if (type.endsWith("json")) {
			assertThat(errors(content.path("schema").toString(), answer.body())).as("%s %s: %s", method, target, answer)
				.isEmpty();
		}
	}

	List<Error> errors(String schema, String json) {
		return this.schemas.computeIfAbsent(schema, this::compiled)
			.validate(json, InputFormat.JSON, (context) -> context
				.executionConfig((configuration) -> configuration.formatAssertionsEnabled(true)));
	}

	private Schema compiled(String schema) {
		ObjectNode root = Json.mapper().createObjectNode();
		root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		root.set("components", this.document.path("components"));
		root.putArray("allOf").add(Json.mapper().readTree(schema));
		return this.registry.getSchema(root.toString(), InputFormat.JSON);
	}

	private @Nullable Operation find(String method, String path) {
		List<Operation> found = operations().filter((operation) -> operation.method().equals(method))
			.filter((operation) -> pattern(operation.path()).matcher(path).matches())
			.toList();
		// A path without variables goes before one with.
		return found.stream()
			.filter((operation) -> operation.path().equals(path))
			.findFirst()
			.orElse(found.isEmpty() ? null : found.getFirst());
	}

	private static Pattern pattern(String template) {
		return Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
	}

}
