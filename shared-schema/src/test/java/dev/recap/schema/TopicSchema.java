package dev.recap.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** The JSON Schema of a topic's values, formats checked too. */
final class TopicSchema {

	private final Schema schema;

	private TopicSchema(Schema schema) {
		this.schema = schema;
	}

	static TopicSchema of(String topic) {
		try (InputStream in = TopicSchema.class.getResourceAsStream("/schemas/" + topic + ".schema.json")) {
			if (in == null) {
				throw new IllegalArgumentException("No schema of " + topic);
			}
			return new TopicSchema(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(in, InputFormat.JSON));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<Error> errors(byte[] json) {
		return errors(new String(json, StandardCharsets.UTF_8));
	}

	List<Error> errors(String json) {
		return this.schema.validate(json, InputFormat.JSON,
				(context) -> context.executionConfig((configuration) -> configuration.formatAssertionsEnabled(true)));
	}

}
