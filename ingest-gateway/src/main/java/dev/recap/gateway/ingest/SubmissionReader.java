package dev.recap.gateway.ingest;

import java.time.Clock;
import java.time.Instant;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.schema.Json;
import dev.recap.web.ApiException;
import dev.recap.web.JsonErrors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Reads a single message or a batch in one pass over the bytes; nothing of it is taken
 * when anything in it is wrong.
 */
final class SubmissionReader {

	private final LimitSettings limits;

	private final Clock clock;

	SubmissionReader(LimitSettings limits, Clock clock) {
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * Reads a body.
	 * @param body JSON in UTF-8
	 * @param defaults what holds where the body says nothing
	 * @throws ApiException 400 that names each field that is wrong, 403 where the caller
	 * speaks for somebody else, or 413
	 */
	Submission read(byte[] body, Defaults defaults) {
		if (body.length > this.limits.body().toBytes()) {
			throw ApiException.tooLarge("The body has more than " + this.limits.body().toBytes() + " bytes");
		}
		try (JsonParser json = Json.mapper().createParser(body)) {
			SubmissionParse parse = new SubmissionParse(json, this.limits);
			parse.read();
			return new SubmissionCheck(parse, now()).complete(defaults);
		}
		catch (JacksonException ex) {
			throw JsonErrors.invalid(ex);
		}
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

}
