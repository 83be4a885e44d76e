package dev.recap.worker.webhook;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Lets a channel connect to public addresses alone: it sees the very address that is
 * connected to, so that no name can be resolved twice and differently.
 */
final class PublicOnly extends ChannelOutboundHandlerAdapter {

	@Override
	public void connect(ChannelHandlerContext context, SocketAddress remote, SocketAddress local,
			ChannelPromise promise) {
		if (remote instanceof InetSocketAddress address && isPublic(address.getAddress())) {
			context.connect(remote, local, promise);
		}
		else {
			promise.setFailure(new RefusedAddressException(remote));
		}
	}

	static boolean isPublic(InetAddress address) {
		if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress()
				|| address.isSiteLocalAddress() || address.isMulticastAddress()) {
			return false;
		}
		return switch (address) {
			case Inet4Address four -> isPublic(unsigned(four.getAddress()));
			case Inet6Address six -> isPublic(six);
			default -> false;
		};
	}

	/** What is left of the special-purpose registry of IPv4. */
	private static boolean isPublic(int[] address) {
		int first = address[0];
		int second = address[1];
		boolean shared = first == 100 && second >= 64 && second < 128;
		boolean protocol = first == 192 && second == 0 && (address[2] == 0 || address[2] == 2);
		boolean benchmark = first == 198 && (second == 18 || second == 19);
		boolean documented = (first == 198 && second == 51 && address[2] == 100)
				|| (first == 203 && second == 0 && address[2] == 113);
		return first != 0 && first < 224 && !shared && !protocol && !benchmark && !documented;
	}

	private static boolean isPublic(Inet6Address address) {
		int[] bytes = unsigned(address.getAddress());
		boolean global = (bytes[0] & 0xE0) == 0x20;
		boolean special = bytes[0] == 0x20 && bytes[1] == 0x01
				&& (bytes[2] < 0x02 || (bytes[2] == 0x0D && bytes[3] == 0xB8));
		boolean wrapped = bytes[0] == 0x20 && bytes[1] == 0x02;
		if (wrapped) {
			return isPublicInside(Arrays.copyOfRange(address.getAddress(), 2, 6));
		}
		if (bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == 0xFF && bytes[3] == 0x9B) {
			return bytes[4] == 0 && bytes[5] == 0 && isPublicInside(Arrays.copyOfRange(address.getAddress(), 12, 16));
		}
		return global && !special;
	}

	/** An IPv6 address may lead to an IPv4 one. */
	private static boolean isPublicInside(byte[] four) {
		try {
			return isPublic(InetAddress.getByAddress(four));
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private static int[] unsigned(byte[] bytes) {
		int[] values = new int[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			values[i] = bytes[i] & 0xFF;
		}
		return values;
	}

	/** Says that an address is not a public one. */
	static final class RefusedAddressException extends IOException {

		private static final long serialVersionUID = 1L;

		RefusedAddressException(SocketAddress address) {
			super("The address " + address + " is not public; recap.webhooks.allow-private=true allows it");
		}

	}

}
