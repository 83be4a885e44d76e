package dev.recap.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves who posts a body, and when: HMAC-SHA256 over the time, a dot and the body. */
final class Signature {

	static final String HEADER = "Recap-Signature";

	private static final String ALGORITHM = "HmacSHA256";

	private Signature() {
	}

	/** The header's value: {@code t=<epoch seconds>,v1=<hex>}. */
	static String of(String secret, Instant at, byte[] body) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
			return "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
