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
import java.util.Map;

import dev.recap.schema.Json;

/** An issuer of tokens that a test plays. */
public final class SignedTokens {

	private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

	private final KeyPair keys;

	public SignedTokens() {
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
		String pem = "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(this.keys.getPublic().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
		try {
			return Files.writeString(folder.resolve("issuer.pem"), pem);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A user's token, good for an hour. */
	public String of(String user) {
		return of(user, Duration.ofHours(1));
	}

	public String of(String user, Duration goodFor) {
		Instant end = Instant.now().plus(goodFor);
		Map<String, Object> claims = Map.of("sub", user, "iat", end.minus(Duration.ofHours(2)).getEpochSecond(), "exp",
				end.getEpochSecond());
		String text = part(Map.of("alg", "RS256", "typ", "JWT")) + "." + part(claims);
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

	private static String part(Map<String, Object> claims) {
		return URL.encodeToString(Json.bytes(claims));
	}

}
