package dev.recap.web.access;

import java.security.Principal;

import dev.recap.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Finds out who calls, and lets in who may: HTTP requests and WebSocket handshakes. */
public final class AccessFilter implements WebFilter, Ordered {

	/**
	 * Early, because everything after it may ask who calls. What must answer those whom
	 * nobody knows yet, such as a browser's preflight request, comes before it; rate
	 * limits, which differ by caller, come 10 later.
	 */
	public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

	private static final Mono<Principal> ANONYMOUS = Mono.just(Caller.Anonymous.INSTANCE);

	private final boolean anonymous;

	private final @Nullable Tokens tokens;

	private final ApiKeys keys;

	private final @Nullable Tickets tickets;

	private final FailedSignIns failures;

	AccessFilter(boolean anonymous, @Nullable Tokens tokens, ApiKeys keys, @Nullable Tickets tickets,
			FailedSignIns failures) {
		this.anonymous = anonymous;
		this.tokens = tokens;
		this.keys = keys;
		this.tickets = tickets;
		this.failures = failures;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Rules.Rule rule = Rules.of(exchange.getRequest());
		if (rule.need() == Need.NOTHING) {
			return admit(exchange, chain, Caller.Anonymous.INSTANCE);
		}
		Credential credential = Credential.of(exchange.getRequest(), rule.ticket());
		if (credential instanceof Credential.None) {
			return admit(exchange, chain, nobody());
		}
		try {
			return signIn(exchange, chain, rule.need(), credential);
		}
		catch (ApiException refusal) {
			return refused(exchange, refusal);
		}
	}

	private Mono<Void> signIn(ServerWebExchange exchange, WebFilterChain chain, Need need, Credential credential) {
		return switch (credential) {
			case Credential.None none -> admit(exchange, chain, nobody());
			case Credential.Token token -> token(exchange, chain, need, token.text());
			case Credential.Key key -> admit(exchange, chain, permitted(this.keys.caller(key.text()), need));
			case Credential.Ticket ticket -> found(exchange, chain, need, redeem(ticket.text()));
			case Credential.Unreadable unreadable -> throw ApiException.unauthenticated(unreadable.problem());
		};
	}

	/** What fails later on is no failed sign-in. */
	private Mono<Void> found(ServerWebExchange exchange, WebFilterChain chain, Need need, Mono<Caller> caller) {
		return caller.onErrorResume(ApiException.class, (refusal) -> refused(exchange, refusal))
			.flatMap((known) -> admit(exchange, chain, permitted(known, need)));
	}

	private <T> Mono<T> refused(ServerWebExchange exchange, ApiException refusal) {
		return (refusal.status() != HttpStatus.UNAUTHORIZED) ? Mono.error(refusal)
				: this.failures.answer(exchange, refusal).flatMap(Mono::error);
	}

	private Caller nobody() {
		if (!this.anonymous) {
			throw ApiException.unauthenticated("Send Authorization: Bearer <token> or X-API-Key");
		}
		return Caller.Anonymous.INSTANCE;
	}

	private Mono<Void> token(ServerWebExchange exchange, WebFilterChain chain, Need need, String token) {
		if (this.tokens == null) {
			throw ApiException.unauthenticated("No tokens are taken here, for no issuer is configured");
		}
		Caller known = this.tokens.known(token);
		if (known != null) {
			return admit(exchange, chain, permitted(known, need));
		}
		return found(exchange, chain, need, this.tokens.read(token));
	}

	private Mono<Caller> redeem(String ticket) {
		if (this.tickets == null) {
			throw ApiException.unauthenticated("No tickets are taken here");
		}
		return this.tickets.redeem(ticket);
	}

	/**
	 * What everybody may see without a credential is not kept from those who have one.
	 */
	private Caller permitted(Caller caller, Need need) {
		Scope scope = need.scope();
		if (scope == null || caller.may(scope) || (need == Need.OPERATOR && this.anonymous)) {
			return caller;
		}
		throw ApiException
			.forbidden("This needs the scope '" + scope.text() + "', which '" + caller.getName() + "' does not have");
	}

	private static Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain, Caller caller) {
		exchange.getAttributes().put(Caller.ATTRIBUTE, caller);
		Mono<Principal> principal = (caller == Caller.Anonymous.INSTANCE) ? ANONYMOUS : Mono.just(caller);
		return chain.filter(exchange.mutate().principal(principal).build());
	}

}
