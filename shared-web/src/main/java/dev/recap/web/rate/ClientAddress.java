package dev.recap.web.rate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BiFunction;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.ConnectionInfo;

/**
 * Finds out who is at the other end of a connection: what trusted proxies say of it, and
 * of anybody else only where the connection comes from.
 */
final class ClientAddress implements BiFunction<ConnectionInfo, HttpRequest, ConnectionInfo> {

	private static final String FORWARDED_FOR = "X-Forwarded-For";

	private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

	private final List<IpSubnetFilterRule> trusted;

	/**
	 * Trusts proxies.
	 * @param networks such as {@code 10.1.0.0/16}, or single addresses
	 */
	ClientAddress(List<String> networks) {
		this.trusted = networks.stream().map(String::strip).map(ClientAddress::network).toList();
	}

	private static IpSubnetFilterRule network(String text) {
		int slash = text.indexOf('/');
		InetAddress address = literal((slash < 0) ? text : text.substring(0, slash));
		if (address == null) {
			throw new IllegalArgumentException("recap.rate.trusted-proxies has '" + text + "', which is no network");
		}
		int bits = (slash < 0) ? address.getAddress().length * Byte.SIZE : Integer.parseInt(text.substring(slash + 1));
		return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
	}

	@Override
	public ConnectionInfo apply(ConnectionInfo connection, HttpRequest request) {
		InetSocketAddress peer = connection.getRemoteAddress();
		if (peer == null || !trusts(peer.getAddress())) {
			return connection;
		}
		InetAddress client = client(peer.getAddress(), request.headers().getAll(FORWARDED_FOR));
		return scheme(connection, request.headers().getAll(FORWARDED_PROTO))
			.withRemoteAddress(new InetSocketAddress(client, peer.getPort()));
	}

	/** Each proxy appends who it heard from, so the list is believed from its end. */
	private InetAddress client(InetAddress peer, List<String> lines) {
		InetAddress client = peer;
		for (int line = lines.size() - 1; line >= 0; line--) {
			String[] hops = lines.get(line).split(",");
			for (int hop = hops.length - 1; hop >= 0; hop--) {
				InetAddress before = address(hops[hop].strip());
				if (before == null) {
					return client;
				}
				client = before;
				if (!trusts(client)) {
					return client;
				}
			}
		}
		return client;
	}

	private static ConnectionInfo scheme(ConnectionInfo connection, List<String> given) {
		String scheme = given.isEmpty() ? "" : given.getLast().substring(given.getLast().lastIndexOf(',') + 1).strip();
		if (!"http".equals(scheme) && !"https".equals(scheme)) {
			return connection;
		}
		boolean usual = connection.getHostPort() == ConnectionInfo.getDefaultHostPort(connection.getScheme());
		int port = usual ? ConnectionInfo.getDefaultHostPort(scheme) : connection.getHostPort();
		return connection.withHostAddress(connection.getHostAddress(), connection.getHostName(), port)
			.withScheme(scheme);
	}

	private boolean trusts(@Nullable InetAddress address) {
		if (address == null) {
			return false;
		}
		InetSocketAddress socket = new InetSocketAddress(address, 0);
		return this.trusted.stream().anyMatch((network) -> network.matches(socket));
	}

	/** With or without a port. */
	private static @Nullable InetAddress address(String hop) {
		if (hop.startsWith("[")) {
			int end = hop.indexOf(']');
			return (end < 0) ? null : literal(hop.substring(1, end));
		}
		int colon = hop.indexOf(':');
		boolean port = colon >= 0 && colon == hop.lastIndexOf(':');
		return literal(port ? hop.substring(0, colon) : hop);
	}

	/** Never asks a name server. */
	private static @Nullable InetAddress literal(String text) {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
		try {
			return (bytes == null) ? null : InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
