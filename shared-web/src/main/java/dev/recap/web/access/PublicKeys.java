package dev.recap.web.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSecurityContextJWKSet;
import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import org.jspecify.annotations.Nullable;

/**
 * Which keys may have signed a token. Only algorithms with a public key are taken: with
 * the others whoever can check a token could make one, and a public key, which is no
 * secret, could be passed off as theirs.
 */
final class PublicKeys {

	private static final Set<JWSAlgorithm> RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512,
			JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512);

	private static final Set<JWSAlgorithm> EC = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);

	private static final Set<JWSAlgorithm> ALL = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512,
			JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256, JWSAlgorithm.ES384,
			JWSAlgorithm.ES512);

	private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";

	private static final String END = "-----END PUBLIC KEY-----";

	private PublicKeys() {
	}

	/** Of a key set, those that a token's header names. */
	static JWSKeySelector<JWKSecurityContext> selector() {
		return new JWSVerificationKeySelector<>(ALL, new JWKSecurityContextJWKSet());
	}

	/** This one, whatever a token's header calls it. */
	static JWSKeySelector<JWKSecurityContext> selector(PublicKey key) {
		Set<JWSAlgorithm> algorithms = (key instanceof RSAPublicKey) ? RSA : EC;
		return (header, context) -> algorithms.contains(header.getAlgorithm()) ? List.of(key) : List.of();
	}

	/**
	 * The key in a PEM text, or in the file that has it.
	 * @throws IllegalStateException when there is none
	 */
	static PublicKey read(String setting) {
		// In an environment variable its lines may end with a backslash and an n.
		String pem = (setting.contains(BEGIN) ? setting : file(setting)).replace("\\n", "\n");
		int begin = pem.indexOf(BEGIN);
		int end = pem.indexOf(END);
		if (begin < 0 || end < begin) {
			throw unusable("has no '" + BEGIN + "'", null);
		}
		try {
			byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
			return key(new X509EncodedKeySpec(der));
		}
		catch (IllegalArgumentException | GeneralSecurityException ex) {
			throw unusable("is neither an RSA nor an EC public key", ex);
		}
	}

	private static PublicKey key(X509EncodedKeySpec spec) throws GeneralSecurityException {
		try {
			return KeyFactory.getInstance("RSA").generatePublic(spec);
		}
		catch (InvalidKeySpecException ex) {
			return KeyFactory.getInstance("EC").generatePublic(spec);
		}
	}

	private static String file(String name) {
		try {
			return Files.readString(Path.of(name.startsWith("file:") ? name.substring("file:".length()) : name),
					StandardCharsets.UTF_8);
		}
		catch (IOException | RuntimeException ex) {
			throw unusable("is neither PEM text nor a file that can be read", ex);
		}
	}

	private static IllegalStateException unusable(String problem, @Nullable Exception cause) {
		return new IllegalStateException("recap.access.public-key " + problem, cause);
	}

}
