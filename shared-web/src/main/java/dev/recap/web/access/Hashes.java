package dev.recap.web.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Secrets and their hashes. A secret here is 256 random bits, so that nobody finds it by
 * trying, however quick the hash is: a slow one would only cost those who know it.
 */
final class Hashes {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int SECRET_BYTES = 32;

	private Hashes() {
	}

	/** 256 random bits as 43 characters that need no escaping anywhere. */
	static String secret() {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
	}

	static String hex(int bytes) {
		return HexFormat.of().formatHex(random(bytes));
	}

	/** The SHA-256 of a text, in hexadecimal. */
	static String of(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Compares in the same time wherever they differ. */
	static boolean same(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII),
				other.getBytes(StandardCharsets.US_ASCII));
	}

	private static byte[] random(int bytes) {
		byte[] random = new byte[bytes];
		RANDOM.nextBytes(random);
		return random;
	}

}
