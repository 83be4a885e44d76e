package dev.recap.standalone.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What comes after one place in an order of several fields: {@code a > x, or a = x and b
 * > y, or a = x and b = y and c > z}.
 *
 * @param fields in their order
 * @param values one for each field, as {@link KeyWriter#scalar} writes them
 * @param after whether greater values are asked for, else smaller ones
 */
record PageCursor(List<String> fields, List<byte[]> values, boolean after) {

	/** The cursor that alternatives amount to; null when they say something else. */
	static @Nullable PageCursor of(List<Document> alternatives) {
		List<String> fields = new ArrayList<>();
		List<byte[]> values = new ArrayList<>();
		String operator = "";
		for (Document alternative : alternatives) {
			List<Map.Entry<String, Object>> conditions = List.copyOf(alternative.entrySet());
			if (conditions.size() != fields.size() + 1 || !repeats(conditions, fields, values)) {
				return null;
			}
			Map.Entry<String, Object> last = conditions.getLast();
			Map.Entry<String, Object> range = range(last.getValue());
			if (range == null || !(operator.isEmpty() || operator.equals(range.getKey()))) {
				return null;
			}
			operator = range.getKey();
			fields.add(last.getKey());
			values.add(KeyWriter.scalar(range.getValue()));
		}
		return fields.isEmpty() ? null
				: new PageCursor(List.copyOf(fields), List.copyOf(values), operator.equals("$gt"));
	}

	/** Whether the conditions begin with what the alternative before them went up to. */
	private static boolean repeats(List<Map.Entry<String, Object>> conditions, List<String> fields,
			List<byte[]> values) {
		for (int i = 0; i < fields.size(); i++) {
			Object value = conditions.get(i).getValue();
			if (!conditions.get(i).getKey().equals(fields.get(i)) || !KeyWriter.isScalar(value)
					|| !Arrays.equals(KeyWriter.scalar(value), values.get(i))) {
				return false;
			}
		}
		return true;
	}

	private static Map.@Nullable Entry<String, Object> range(Object condition) {
		if (!(condition instanceof Document operators) || operators.size() != 1) {
			return null;
		}
		Map.Entry<String, Object> only = operators.entrySet().iterator().next();
		boolean isRange = only.getKey().equals("$gt") || only.getKey().equals("$lt");
		return (isRange && KeyWriter.isScalar(only.getValue())) ? only : null;
	}

}
