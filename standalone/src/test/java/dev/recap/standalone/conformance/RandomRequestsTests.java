package dev.recap.standalone.conformance;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.recap.standalone.conformance.Contract.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests at random, made from the OpenAPI document, right and wrong ones; the seed is
 * printed, and {@code -Drecap.test.seed} repeats a run.
 */
@Conformance
class RandomRequestsTests {

	private static final int REQUESTS = 500;

	private final Api api;

	private final long seed = Long.getLong("recap.test.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final RandomJson values;

	RandomRequestsTests(Api api) {
		this.api = api;
		this.values = new RandomJson(api.contract(), this.random);
	}

	@Test
	void nothingGetsA500OrAnAnswerThatIsNotDescribed() throws Exception {
		System.out.println("Random requests with -Drecap.test.seed=" + this.seed);
		List<Operation> operations = this.api.contract().operations().toList();
		Map<Integer, Integer> statuses = new TreeMap<>();
		for (int i = 0; i < REQUESTS; i++) {
			Operation operation = operations.get(this.random.nextInt(operations.size()));
			// What is not described fails in here.
			Answer answer = send(operation);
			assertThat(answer.status()).as("%s, seed %d", operation, this.seed).isNotEqualTo(500);
			statuses.merge(answer.status(), 1, Integer::sum);
		}
		assertThat(statuses).as("seed %d", this.seed).containsKeys(200, 201, 400, 404);
	}

	private Answer send(Operation operation) throws Exception {
		String path = operation.path();
		List<String> query = new ArrayList<>();
		List<String> headers = new ArrayList<>();
		for (JsonNode each : operation.node().path("parameters").values()) {
			JsonNode parameter = this.api.contract().resolved(each);
			String name = parameter.path("name").asString();
			switch (parameter.path("in").asString()) {
				case "path" -> path = path.replace("{" + name + "}", encoded(this.values.id()));
				case "query" -> {
					if (this.random.nextInt(3) == 0 || parameter.path("required").asBoolean(false)) {
						query.add(name + "=" + encoded(this.values.text(parameter.path("schema"))));
					}
				}
				default -> {
					if (this.random.nextInt(20) == 0) {
						headers.addAll(
								List.of(name, this.values.text(parameter.path("schema")).replaceAll("[^ -~]", "?")));
					}
				}
			}
		}
		String target = query.isEmpty() ? path : path + query.stream().collect(Collectors.joining("&", "?", ""));
		String body = body(operation, headers);
		try {
			return this.api.once(operation.method(), target, publisher(body), headers.toArray(String[]::new));
		}
		catch (HttpTimeoutException ex) {
			throw new AssertionError("%s %s has no answer; seed %d, headers %s, body %s".formatted(operation.method(),
					target, this.seed, headers, body), ex);
		}
	}

	private static BodyPublisher publisher(@Nullable String body) {
		return (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody();
	}

	private @Nullable String body(Operation operation, List<String> headers) {
		JsonNode content = operation.node().at("/requestBody/content/application~1json");
		if (content.isMissingNode()) {
			return null;
		}
		headers.addAll(List.of("Content-Type", (this.random.nextInt(20) == 0) ? "text/plain" : "application/json"));
		String json = this.values.value(content.path("schema")).toString();
		int end = (this.random.nextInt(20) == 0) ? this.random.nextInt(json.length() + 1) : json.length();
		return json.substring(0, end);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
