package dev.recap.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that will be down for a while: below those that the system gives to
 * clients, which could take them meanwhile.
 */
final class Ports {

	private int next = ThreadLocalRandom.current().nextInt(15_000, 30_000);

	int next() {
		while (true) {
			this.next++;
			try (ServerSocket socket = new ServerSocket(this.next, 1, InetAddress.getByName("127.0.0.1"))) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Somebody has it.
			}
		}
	}

}
