package dev.recap.web.rate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import dev.recap.web.access.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Whose requests are counted together.
 *
 * @param id the user, the key's id or the client's address
 * @param model whether these are the requests that may call a model
 */
record RateKey(Kind kind, String id, boolean model) {

	/** What a caller is known by. */
	enum Kind {

		USER("u"), KEY("k"), ADDRESS("a"), FAILURES("f");

		private final String letter;

		Kind(String letter) {
			this.letter = letter;
		}

		String letter() {
			return this.letter;
		}

	}

	private static final String UNKNOWN = "?";

	/** One line of a provider has so many bits of an IPv6 address fixed. */
	private static final int NETWORK_BYTES = 8;

	static RateKey of(ServerWebExchange exchange, boolean model) {
		return switch (Caller.of(exchange)) {
			case Caller.User user -> new RateKey(Kind.USER, user.id(), model);
			case Caller.Service service -> new RateKey(Kind.KEY, service.id(), model);
			case Caller.Anonymous anonymous -> new RateKey(Kind.ADDRESS, address(exchange), model);
		};
	}

	/** Whose failed sign-ins are counted together: a client's, whoever it says it is. */
	static RateKey ofFailures(ServerWebExchange exchange) {
		return new RateKey(Kind.FAILURES, address(exchange), false);
	}

	/** The client's address; of an IPv6 address its network, which is one client's. */
	static String address(ServerWebExchange exchange) {
		return text(exchange.getRequest().getRemoteAddress());
	}

	private static String text(@Nullable InetSocketAddress remote) {
		InetAddress address = (remote != null) ? remote.getAddress() : null;
		if (address == null) {
			return UNKNOWN;
		}
		return (address instanceof Inet6Address six) ? network(six) : address.getHostAddress();
	}

	private static String network(Inet6Address address) {
		byte[] bytes = address.getAddress();
		Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
		try {
			return InetAddress.getByAddress(bytes).getHostAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
