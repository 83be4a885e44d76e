package dev.recap.schema;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The one way JSON is read and written: snake_case, unknown fields ignored, absent fields
 * left out, timestamps as {@link Timestamps} has them.
 */
public final class Json {

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	/** More than any body or event has, and less than would hurt. */
	private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
		.maxNestingDepth(100)
		.maxNumberLength(100)
		.maxNameLength(10_000)
		.maxStringLength(8 * 1024 * 1024)
		.build();

	/** Few threads read and write much: they need not share their buffers. */
	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(CONSTRAINTS)
		.recyclerPool(JsonRecyclerPools.threadLocalPool())
		.build();

	private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.addModule(new SimpleModule("recap-timestamps").addSerializer(Instant.class, new InstantSerializer())
			.addDeserializer(Instant.class, new InstantDeserializer()))
		.build();

	private Json() {
	}

	public static JsonMapper mapper() {
		return MAPPER;
	}

	public static byte[] bytes(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/** A value as a tree of maps, lists, strings, numbers and booleans. */
	public static Map<String, Object> map(Object value) {
		return MAPPER.convertValue(value, MAP);
	}

	private static final class InstantSerializer extends StdSerializer<Instant> {

		InstantSerializer() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(Timestamps.format(value));
		}

	}

	private static final class InstantDeserializer extends StdDeserializer<Instant> {

		InstantDeserializer() {
			super(Instant.class);
		}

		@Override
		public Instant deserialize(JsonParser parser, DeserializationContext context) {
			try {
				return (parser.currentToken() == JsonToken.VALUE_NUMBER_INT)
						? Timestamps.fromEpochMillis(parser.getLongValue()) : Timestamps.parse(parser.getString());
			}
			catch (IllegalArgumentException ex) {
				return (Instant) context.handleWeirdStringValue(Instant.class, parser.getString(), "%s",
						ex.getMessage());
			}
		}

	}

}
