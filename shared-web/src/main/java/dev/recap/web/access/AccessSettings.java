package dev.recap.web.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is let in.
 *
 * @param anonymous whether requests without a token or key are served
 * @param issuer who issues tokens, as their {@code iss} has it; where neither a key set
 * nor a public key is given, its discovery document names the key set
 * @param jwkSet the address of the issuer's JSON Web Key set
 * @param publicKey the issuer's RSA or EC public key, as PEM text or as a file that has
 * it
 * @param audience what a token's {@code aud} must have in it; any when not given
 * @param adminScope what a token's {@code scope}, {@code scp} or {@code scopes} must have
 * in it for its user to be an operator
 */
@ConfigurationProperties("recap.access")
public record AccessSettings(@DefaultValue("true") boolean anonymous, @Nullable String issuer, @Nullable String jwkSet,
		@Nullable String publicKey, @Nullable String audience, @DefaultValue("admin") String adminScope) {

	public AccessSettings {
		issuer = given(issuer);
		jwkSet = given(jwkSet);
		publicKey = given(publicKey);
		audience = given(audience);
	}

	/** Whether tokens are taken at all. */
	boolean takesTokens() {
		return this.issuer != null || this.jwkSet != null || this.publicKey != null;
	}

	/** An environment variable that is there but empty says nothing. */
	private static @Nullable String given(@Nullable String value) {
		return (value == null || value.isBlank()) ? null : value.strip();
	}

}
