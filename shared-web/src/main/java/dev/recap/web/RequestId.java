package dev.recap.web;

import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives every answer the id of its request: the client's, or one that is made here. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestId implements WebFilter {

	public static final String HEADER = "X-Request-Id";

	private static final int LONGEST = 64;

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getResponse().getHeaders().set(HEADER, of(exchange.getRequest().getHeaders().getFirst(HEADER)));
		return chain.filter(exchange);
	}

	/** The id of a request, or null before it has one. */
	public static @Nullable String of(ServerWebExchange exchange) {
		HttpHeaders headers = exchange.getResponse().getHeaders();
		return headers.getFirst(HEADER);
	}

	/** The id that was sent, if it is one; else a new one. */
	static String of(@Nullable String sent) {
		return (sent != null && isWellFormed(sent)) ? sent : next();
	}

	/** Whether it is short, and can stand in a log line as it is. */
	private static boolean isWellFormed(String sent) {
		if (sent.isEmpty() || sent.length() > LONGEST) {
			return false;
		}
		for (int i = 0; i < sent.length(); i++) {
			char c = sent.charAt(i);
			boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!plain && c != '-' && c != '_' && c != '.') {
				return false;
			}
		}
		return true;
	}

	/** 64 random bits: it has to tell requests apart, not to be a secret. */
	private static String next() {
		long bits = ThreadLocalRandom.current().nextLong();
		char[] id = new char[16];
		for (int i = 0; i < id.length; i++) {
			id[i] = HEX[(int) (bits >>> (4 * i)) & 15];
		}
		return new String(id);
	}

}
