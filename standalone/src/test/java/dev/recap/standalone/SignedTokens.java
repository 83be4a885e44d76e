package dev.recap.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.recap.schema.Json;

/** An issuer of tokens that a test plays, of good and bad ones. */
public final class SignedTokens {

	private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

	private static final Map<String, Object> JWT = Map.of("alg", "RS256", "typ", "JWT");

	private static final Map<String, Object> UNTYPED = Map.of("alg", "RS256");

	private final KeyPair keys;

	private final Map<String, Object> issuer;

	/** One that its tokens do not name. */
	public SignedTokens() {
		this(Map.of());
	}

	public SignedTokens(String issuer) {
		this(Map.of("iss", issuer));
	}

	private SignedTokens(Map<String, Object> issuer) {
		this.issuer = issuer;
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			this.keys = generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The public key in a file of its own. */
	public Path publicKey(Path folder) {
		try {
			return Files.writeString(folder.resolve("issuer.pem"), publicKey());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String publicKey() {
		return "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(publicKeyBytes())
				+ "\n-----END PUBLIC KEY-----\n";
	}

	public byte[] publicKeyBytes() {
		return this.keys.getPublic().getEncoded();
	}

	/** A user's token, good for an hour. */
	public String of(String user) {
		return signed(JWT, claims(user, Map.of()));
	}

	public String of(String user, Duration goodFor) {
		Instant end = Instant.now().plus(goodFor);
		return signed(JWT, claims(user,
				Map.of("iat", end.minus(Duration.ofHours(2)).getEpochSecond(), "exp", end.getEpochSecond())));
	}

	public String admin(String user) {
		return signed(UNTYPED, claims(user, Map.of("scope", "openid admin")));
	}

	public String expired(String user) {
		return of(user, Duration.ofMinutes(-2));
	}

	/** What a good token of a user claims, with others added or in its place. */
	public Map<String, Object> claims(String user, Map<String, Object> others) {
		long now = Instant.now().getEpochSecond();
		Map<String, Object> claims = new HashMap<>(Map.of("sub", user, "iat", now, "exp", now + 3600));
		claims.putAll(this.issuer);
		claims.putAll(others);
		return claims;
	}

	public String signed(Map<String, Object> header, Map<String, Object> claims) {
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

	public static String signedBySecret(byte[] secret, Map<String, Object> claims) {
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

	public static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
		return URL.encodeToString(Json.bytes(header)) + "." + URL.encodeToString(Json.bytes(claims));
	}

}
