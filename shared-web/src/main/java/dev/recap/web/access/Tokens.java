package dev.recap.web.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSKeySelector;
import dev.recap.schema.Identifiers;
import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/** The users that JSON Web Tokens speak for. */
final class Tokens {

	private static final Logger log = LoggerFactory.getLogger(Tokens.class);

	/** How much the issuer's clock may differ from ours. */
	private static final Duration SKEW = Duration.ofSeconds(30);

	/** After this a token is looked at anew, as its key may have been withdrawn. */
	private static final Duration TRUSTED = Duration.ofMinutes(5);

	private static final Set<Scope> EVERY_USER = Set.of(Scope.INGEST, Scope.READ, Scope.DELETE);

	/** By what names issuers call the scopes of a token. */
	private static final List<String> SCOPE_CLAIMS = List.of("scope", "scp", "scopes");

	private final ReactiveJwtDecoder decoder;

	private final String adminScope;

	private final Clock clock;

	private final RecentTokens recent = new RecentTokens();

	private Tokens(ReactiveJwtDecoder decoder, String adminScope, Clock clock) {
		this.decoder = decoder;
		this.adminScope = adminScope;
		this.clock = clock;
	}

	/** Null where the settings name no issuer. */
	static @Nullable Tokens of(AccessSettings settings, Clock clock) {
		if (!settings.takesTokens()) {
			return null;
		}
		NimbusReactiveJwtDecoder decoder = decoder(settings, clock);
		decoder.setJwtValidator(validator(settings, clock));
		return new Tokens(decoder, settings.adminScope(), clock);
	}

	private static NimbusReactiveJwtDecoder decoder(AccessSettings settings, Clock clock) {
		JWSKeySelector<JWKSecurityContext> selector;
		KeySet keys;
		if (settings.publicKey() != null) {
			keys = KeySet.none(clock);
			selector = PublicKeys.selector(PublicKeys.read(settings.publicKey()));
		}
		else {
			keys = (settings.jwkSet() != null) ? KeySet.at(settings.jwkSet(), clock)
					: KeySet.ofIssuer(String.valueOf(settings.issuer()), clock);
			selector = PublicKeys.selector();
		}
		return NimbusReactiveJwtDecoder.withJwkSource(keys::of).jwtProcessorCustomizer((processor) -> {
			processor.setJWSKeySelector(selector);
			// Left to the validators, which say the same for every kind of key.
			processor.setJWSTypeVerifier((type, context) -> {
			});
		}).build();
	}

	private static OAuth2TokenValidator<Jwt> validator(AccessSettings settings, Clock clock) {
		List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
		JwtTimestampValidator time = new JwtTimestampValidator(SKEW);
		time.setClock(clock);
		validators.add(time);
		// Without an end it would be good for ever, and could not be taken back.
		validators.add(new JwtClaimValidator<>(JwtClaimNames.EXP, (Instant end) -> end != null));
		validators.add(types());
		if (settings.issuer() != null) {
			validators.add(new JwtIssuerValidator(settings.issuer()));
		}
		String audience = settings.audience();
		if (audience != null) {
			validators.add(new JwtClaimValidator<>(JwtClaimNames.AUD,
					(Collection<String> given) -> given != null && given.contains(audience)));
		}
		return new DelegatingOAuth2TokenValidator<>(validators);
	}

	/** Tokens for other ends, such as the ID tokens of a logout, say so. */
	private static JwtTypeValidator types() {
		JwtTypeValidator types = new JwtTypeValidator("JWT", "jwt", "at+jwt", "application/at+jwt");
		types.setAllowEmpty(true);
		return types;
	}

	/** The user of a token that was read a short while ago; null for all others. */
	@Nullable Caller known(String token) {
		return this.recent.find(token, this.clock.instant());
	}

	/**
	 * The user of a token.
	 * @return fails with 401 when it is not as it must be, with 503 when that cannot be
	 * told as the issuer is away
	 */
	Mono<Caller> read(String token) {
		return Mono.defer(() -> this.decoder.decode(token))
			.map((jwt) -> remembered(token, jwt))
			.onErrorMap(Exception.class, Tokens::refused);
	}

	private Caller remembered(String token, Jwt jwt) {
		Caller caller = caller(jwt);
		Instant now = this.clock.instant();
		Instant end = jwt.getExpiresAt();
		Instant trusted = now.plus(TRUSTED);
		this.recent.add(token, caller, (end != null && end.isBefore(trusted)) ? end : trusted);
		return caller;
	}

	private Caller caller(Jwt jwt) {
		String user = jwt.getSubject();
		String problem = (user != null) ? Identifiers.problem(user) : "is missing";
		if (user == null || problem != null) {
			throw ApiException.unauthenticated("The token's sub " + problem);
		}
		if (user.equals(Identifiers.ASSISTANT)) {
			// It has written wherever the assistant was asked, and would take part there.
			throw ApiException.unauthenticated("The token's sub is a name that Recap itself uses");
		}
		EnumSet<Scope> scopes = EnumSet.copyOf(EVERY_USER);
		if (isOperator(jwt)) {
			scopes.add(Scope.ADMIN);
		}
		return new Caller.User(user, Set.copyOf(scopes));
	}

	private boolean isOperator(Jwt jwt) {
		return SCOPE_CLAIMS.stream().anyMatch((claim) -> switch (jwt.getClaims().get(claim)) {
			case String text -> Arrays.asList(text.split(" ")).contains(this.adminScope);
			case Collection<?> several -> several.contains(this.adminScope);
			case null, default -> false;
		});
	}

	private static ApiException refused(Exception failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ApiException known) {
				return known;
			}
		}
		if (failure instanceof JwtValidationException invalid) {
			log.debug("A token was refused: {}", invalid.getErrors());
			if (String.valueOf(invalid.getMessage()).contains("expired")) {
				return ApiException.unauthenticated("The token has expired; get a new one");
			}
		}
		return ApiException
			.unauthenticated("The token is none that is taken here: look at its signature, algorithm, issuer,"
					+ " audience, subject and times");
	}

}
