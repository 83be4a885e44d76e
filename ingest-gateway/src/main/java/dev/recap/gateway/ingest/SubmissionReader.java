package dev.recap.gateway.ingest;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import dev.recap.gateway.body.LimitSettings;
import dev.recap.schema.Json;
import dev.recap.web.ApiException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

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
	 * @throws ApiException 400 that names each field that is wrong, or 413
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
		catch (StreamConstraintsException ex) {
			throw ApiException
				.invalid("The JSON is nested too deeply, or a name or number in it is too long" + where(ex), List.of());
		}
		catch (JacksonException ex) {
			throw ApiException.invalid("The body is not JSON: " + ex.getOriginalMessage() + where(ex), List.of());
		}
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.millis());
	}

	private static String where(JacksonException failure) {
		TokenStreamLocation location = failure.getLocation();
		return (location != null && location.getLineNr() > 0)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

}
