package dev.recap.standalone.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.recap.schema.Json;

/** Signs tokens with a key of its own, good and bad ones. */
final class Tokens {

	static final String ISSUER = "https://issuer.example";

	private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

	private final KeyPair keys;

	Tokens() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			this.keys = generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String publicKey() {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(publicKeyBytes())
				+ "\n-----END PUBLIC KEY-----\n";
	}

	byte[] publicKeyBytes() {
		return this.keys.getPublic().getEncoded();
	}

	/** A good one. */
	String of(String user) {
		return signed(Map.of("alg", "RS256", "typ", "JWT"), claims(user, Map.of()));
	}

	String admin(String user) {
		return signed(Map.of("alg", "RS256"), claims(user, Map.of("scope", "openid admin")));
	}

	String expired(String user) {
		return signed(Map.of("alg", "RS256"), claims(user, Map.of("exp", Instant.now().getEpochSecond() - 120)));
	}

	static Map<String, Object> claims(String user, Map<String, Object> others) {
		long now = Instant.now().getEpochSecond();
		Map<String, Object> claims = new HashMap<>(Map.of("sub", user, "iss", ISSUER, "iat", now, "exp", now + 3600));
		claims.putAll(others);
		return claims;
	}

	String signed(Map<String, Object> header, Map<String, Object> claims) {
		String text = unsigned(header, claims);
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(this.keys.getPrivate());
			signature.update(text.getBytes(StandardCharsets.US_ASCII));
			return text + "." + URL.encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String signedBySecret(byte[] secret, Map<String, Object> claims) {
		String text = unsigned(Map.of("alg", "HS256", "typ", "JWT"), claims);
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret, "HmacSHA256"));
			return text + "." + URL.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
		return URL.encodeToString(Json.bytes(header)) + "." + URL.encodeToString(Json.bytes(claims));
	}

}
