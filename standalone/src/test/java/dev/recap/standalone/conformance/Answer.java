package dev.recap.standalone.conformance;

import java.net.http.HttpHeaders;

import dev.recap.schema.Json;
import tools.jackson.databind.JsonNode;

/** What the origin answered. */
record Answer(int status, HttpHeaders headers, String body) {

	String header(String name) {
		return this.headers.firstValue(name).orElse("");
	}

	String position() {
		return header("X-Position");
	}

	JsonNode json() {
		return Json.mapper().readTree(this.body);
	}

	JsonNode at(String pointer) {
		return json().at(pointer);
	}

	String text(String pointer) {
		return at(pointer).asString("");
	}

	boolean isOverloaded() {
		return this.status == 503 && code().equals("overloaded");
	}

	String code() {
		return text("/detail/code");
	}

}
